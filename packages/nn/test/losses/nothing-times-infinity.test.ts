import { gradients, logSoftmax, tensor, zeros, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import * as nn from "../../src/index.ts";

const { POSITIVE_INFINITY: INF } = Number;
const leaf = (values: number[] | number[][]): Tensor =>
  tensor(values, { dtype: "float64", requiresGrad: true });
/** The loss and what each input gets of it, by both ways a loss is differentiated; zeros without their sign. */
function lossAndGrads(loss: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): unknown[] {
  const plain = (ts: Tensor[]): number[][] => ts.map((t) => Array.from(t.data, (value) => value + 0));
  const value = loss(...inputs);
  const grads = plain(gradients(value, inputs, { createGraph: true }));
  expect(plain(gradients(loss(...inputs), inputs))).toEqual(grads);
  return [value.item(), ...grads];
}

describe("0 · ∞ in a loss is 0, and so is its gradient", () => {
  test("crossEntropy of probabilities, classes and smoothed classes", () => {
    const x = leaf([[-INF, 0, 0]]);
    const target = tensor([[0, 0.5, 0.5]], { dtype: "float64" });
    expect(lossAndGrads((t) => nn.crossEntropy(t, target), x)).toEqual([Math.log(2), [0, 0, 0]]);
    const hit = lossAndGrads((t) => nn.crossEntropy(t, [1]), x);
    expect(hit).toEqual([Math.log(2), [0, -0.5, 0.5]]);
    const weight = [0, 1, 1];
    const smooth = lossAndGrads((t) => nn.crossEntropy(t, [1], { weight, labelSmoothing: 0.3 }), x);
    expect(smooth[0]).toBeCloseTo(0.9 * Math.log(2), 12);
    expect(lossAndGrads((t) => nn.crossEntropy(t, [0, 1], { weight }), leaf([[-INF, 0, 0], [-INF, 0, 0]]))[0]).toBe(Math.log(2)); // prettier-ignore
    expect(nn.crossEntropy(x, leaf([[0.5, 0.5, 0]])).item()).toBe(INF);
    expect(nn.crossEntropy(tensor([[NaN, 0, 0]]), tensor([[0, 0.5, 0.5]])).item()).toBeNaN();
  });

  test("probabilities that train get -log p, but where it is infinite", () => {
    const [x, t] = [leaf([[-INF, 0, 0]]), leaf([[0, 0, 1]])];
    const [, , grad] = lossAndGrads((a, b) => nn.crossEntropy(a, b), x, t);
    expect(grad).toEqual([0, Math.log(2), Math.log(2)]);
  });

  test("nllLoss of a class that does not count", () => {
    const x = logSoftmax(leaf([[-INF, 0], [0, 0]])); // prettier-ignore
    expect(nn.nllLoss(x, [0, 1], { weight: [0, 2], reduction: "sum" }).item()).toBe(2 * Math.log(2));
    expect(nn.nllLoss(x, [0, 1], { weight: [1, 2], reduction: "sum" }).item()).toBe(INF);
  });

  test("klDiv, of targets and of their logarithms", () => {
    const x = leaf([-INF, Math.log(0.5), Math.log(0.5)]);
    const [value, grad] = lossAndGrads((i) => nn.klDiv(i, [0, 0.5, 0.5], { reduction: "sum" }), x);
    expect([value, grad]).toEqual([0, [0, -0.5, -0.5]]);
    const logs = [-INF, Math.log(0.5), Math.log(0.5)];
    const kl = (i: Tensor, t: Tensor): Tensor => nn.klDiv(i, t, { reduction: "sum", logTarget: true });
    expect(lossAndGrads(kl, x, leaf(logs))).toEqual([0, [0, -0.5, -0.5], [0, 0.5, 0.5]]);
    expect(nn.klDiv(x, [0.2, 0.4, 0.4]).item()).toBe(INF);
  });

  test("logits that are infinitely right", () => {
    const labels = [1, 0, 1];
    const x = leaf([INF, -INF, 0]);
    const expected = [Math.log(2) / 3, [0, 0, -0.5 / 3]];
    for (const loss of [nn.bceWithLogits, nn.multilabelSoftMarginLoss] as const) {
      const [value, grad] = lossAndGrads((i) => loss(i, labels), x);
      expect(value).toBeCloseTo(expected[0] as number, 12);
      (grad as number[]).forEach((g, i) => expect(g).toBeCloseTo((expected[1] as number[])[i], 12));
      expect(loss(x, [0, 0, 1]).item()).toBe(INF);
    }
    expect(nn.bceLoss(tensor([1, 0]), [1, 0]).item()).toBe(0);
  });

  test("counts of 0 at a rate of 0", () => {
    const options = { reduction: "sum" } as const;
    expect(lossAndGrads((x) => nn.poissonNllLoss(x, [0, 2], options), leaf([-INF, 0]))).toEqual([1, [0, -1]]);
    const rates = { ...options, logInput: false, eps: 0 };
    expect(lossAndGrads((x) => nn.poissonNllLoss(x, [0, 2], rates), leaf([0, 1]))).toEqual([1, [1, -1]]);
  });

  test("huberLoss and smoothL1Loss infinitely far away have the line's slope", () => {
    for (const loss of [nn.huberLoss, nn.smoothL1Loss]) {
      const x = leaf([INF, -INF, 0.5, 1]);
      expect(lossAndGrads((i) => loss(i, zeros([4], { dtype: "float64" }), { reduction: "sum" }), x)).toEqual(
        [INF, [1, -1, 0.5, 1]],
      );
    }
  });
});
