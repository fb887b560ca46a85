import {
  ArgumentError,
  Generator,
  ShapeError,
  gradcheck,
  gradgradcheck,
  rand,
  randn,
  tensor,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as nn from "../../src/index.ts";

type Loss = (input: Tensor, target: Tensor, options?: nn.LossOptions) => Tensor;

const losses: Record<string, { loss: Loss; input: "real" | "unit"; target: "real" | "unit"; twice?: false }> =
  {
    mseLoss: { loss: nn.mseLoss, input: "real", target: "real" },
    l1Loss: { loss: nn.l1Loss, input: "real", target: "real" },
    huberLoss: { loss: (x, t, o) => nn.huberLoss(x, t, { delta: 0.7, ...o }), input: "real", target: "real" },
    smoothL1Loss: {
      loss: (x, t, o) => nn.smoothL1Loss(x, t, { beta: 0.4, ...o }),
      input: "real",
      target: "real",
    },
    bceLoss: { loss: nn.bceLoss, input: "unit", target: "unit" },
    bceWithLogits: { loss: nn.bceWithLogits, input: "real", target: "unit" },
    "bceWithLogits, posWeight": {
      loss: (x, t, o) => nn.bceWithLogits(x, t, { posWeight: [0.5, 1, 3], ...o }),
      input: "real",
      target: "unit",
    },
    klDiv: { loss: nn.klDiv, input: "real", target: "unit" },
    "klDiv, logTarget": {
      loss: (x, t, o) => nn.klDiv(x, t, { logTarget: true, ...o }),
      input: "real",
      target: "real",
    },
  };

const draw = (kind: "real" | "unit", seed: number): Tensor => {
  const options = { generator: new Generator(seed), dtype: "float64" as const };
  return kind === "real" ? randn([4, 3], options) : rand([4, 3], options).mul(0.9).add(0.05);
};
const seeds = fc.integer({ min: 0, max: 1e6 });

describe.each(Object.entries(losses))("%s", (name, { loss, input, target }) => {
  test("gradients of both arguments, orders 1 and 2", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const at = [draw(input, seed), draw(target, seed + 1)];
        expect(gradcheck((x, t) => loss(x, t), at)).toMatchObject({ ok: true });
        expect(gradgradcheck((x, t) => loss(x, t).square(), at)).toMatchObject({ ok: true });
      }),
      { numRuns: 8 },
    );
  });

  test("mean and sum are those of none", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const at = [draw(input, seed), draw(target, seed + 1)] as const;
        const none = loss(...at, { reduction: "none" });
        expect(none.shape).toEqual([4, 3]);
        expect(loss(...at, { reduction: "sum" }).item()).toBeCloseTo(none.sum().item(), 10);
        expect(loss(...at).item()).toBeCloseTo(none.mean().item(), 10);
      }),
      { numRuns: 20 },
    );
  });

  test("refuses other shapes, reductions and options", () => {
    const x = tensor([[0.5, 0.5, 0.5]]);
    const named = new RegExp(`^${name.split(",")[0]}: `);
    expect(() => loss(x, tensor([0.5, 0.5, 0.5]))).toThrow(ShapeError);
    expect(() => loss(x, tensor([0.5, 0.5, 0.5]))).toThrow(named);
    expect(() => loss(x, x, { reduction: "max" as never })).toThrow(named);
    expect(() => loss(x, x, { reducton: "sum" } as never)).toThrow(named);
  });
});

test("huberLoss is delta times smoothL1Loss of beta = delta; smoothL1Loss of beta 0 is l1Loss", () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: 0.1, max: 5, noNaN: true }), (seed, delta) => {
      const [x, t] = [draw("real", seed), draw("real", seed + 1)];
      expect(nn.huberLoss(x, t, { delta }).item()).toBeCloseTo(
        delta * nn.smoothL1Loss(x, t, { beta: delta }).item(),
        10,
      );
      expect(nn.smoothL1Loss(x, t, { beta: 0 }).item()).toBe(nn.l1Loss(x, t).item());
    }),
    { numRuns: 30 },
  );
  for (const delta of [0, -1, NaN, Infinity])
    expect(() => nn.huberLoss([1], [2], { delta })).toThrow(/^huberLoss: delta/);
  expect(() => nn.smoothL1Loss([1], [2], { beta: -1 })).toThrow(/^smoothL1Loss: beta/);
});

test("bceWithLogits is bceLoss of the sigmoid, weights included, and survives any logit", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const [x, t] = [draw("real", seed), draw("unit", seed + 1)];
      const weight = draw("unit", seed + 2);
      const options = { weight, reduction: "none" as const };
      const [a, b] = [nn.bceWithLogits(x, t, options), nn.bceLoss(x.sigmoid(), t, options)];
      a.data.forEach((value, i) => expect(value).toBeCloseTo(b.data[i], 9));
    }),
    { numRuns: 30 },
  );
  expect(nn.bceWithLogits([1e4, -1e4, 1e4], [1, 0, 0], { reduction: "none" }).toArray()).toEqual([0, 0, 1e4]);
  expect(() => nn.bceWithLogits([[0, 0]], [[1, 1]], { weight: [1, 2, 3] })).toThrow(ShapeError);
});

test("bceLoss of a sure mistake is 100 with a finite gradient; what is no probability is refused", () => {
  const x = tensor([0, 1], { requiresGrad: true });
  const loss = nn.bceLoss(x, [1, 1], { reduction: "none" });
  expect(loss.data[0]).toBe(100);
  expect(loss.data[1]).toBeCloseTo(0, 12);
  loss.sum().backward();
  for (const value of x.grad!.data) expect(Number.isFinite(value)).toBe(true);
  expect(() => nn.bceLoss([1.5], [1])).toThrow(ArgumentError);
});

test("klDiv: batchmean divides by the batch, a distribution does not diverge from itself, 0 log 0 is 0", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const logP = draw("real", seed).logSoftmax();
      const logQ = draw("real", seed + 1).logSoftmax();
      const divergence = nn.klDiv(logQ, logP.exp(), { reduction: "batchmean" }).item();
      expect(divergence).toBeCloseTo(
        nn.klDiv(logQ, logP, { reduction: "sum", logTarget: true }).item() / 4,
        10,
      );
      expect(divergence).toBeGreaterThan(0);
      expect(nn.klDiv(logP, logP.exp()).item()).toBeCloseTo(0, 12);
    }),
    { numRuns: 30 },
  );
  expect(nn.klDiv([-1, -2], [0, 1], { reduction: "none" }).toArray()).toEqual([0, 2]);
});

test("klDiv refuses log-probabilities as targets unless they are said to be such", () => {
  const logs = tensor([[-0.5, -1.2]]);
  expect(() => nn.klDiv(logs, [[0.6, -0.4]])).toThrow(
    /^klDiv: target -0\.4.* at position 1 .*logTarget: true/,
  );
  expect(nn.klDiv(logs, logs, { logTarget: true, reduction: "sum" }).item()).toBeCloseTo(0, 7);
  expect(nn.klDiv(logs, [[NaN, 1]]).item()).toBeNaN();
});
