import {
  GraphError,
  Generator,
  gradients,
  maxPool1d,
  maxPool2d,
  randint,
  randn,
  tensor,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";
import { assertClose as assertWithin, type Tolerance } from "./support/assert-close.ts";

const assertClose = (a: Tensor, b: Tensor, near: Tolerance = { rtol: 1e-9, atol: 1e-11 }): void =>
  assertWithin(a, b, near);
const seeds = fc.integer({ min: 1, max: 1e6 });
const draw = (shape: number[], seed: number): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(seed), requiresGrad: true });

describe("losses of one example", () => {
  test("are those of a batch of one, by whatever target", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 4 }), fc.nat(), (seed, classes, at) => {
        const x = draw([classes], seed);
        const c = at % classes;
        const weight = new Float64Array(classes).fill(0.7);
        for (const loss of [nn.crossEntropy, nn.nllLoss, nn.multiMarginLoss] as const)
          for (const reduction of ["mean", "sum", "none"] as const) {
            const whole = loss(x.reshape([1, classes]), [c], { weight, reduction });
            const one = loss(x, c, { weight, reduction });
            expect(one.shape).toEqual([]);
            assertClose(one.reshape(whole.shape), whole);
            assertClose(gradients(one, [x])[0], gradients(whole.sum(), [x])[0]);
            if (loss !== nn.crossEntropy) expect(loss(x, [c], { weight, reduction }).item()).toBe(one.item());
          }
        const soft = nn.crossEntropy(
          x,
          Array.from({ length: classes }, (_, k) => Number(k === c)),
        );
        assertClose(soft, nn.crossEntropy(x, c));
      }),
      { numRuns: 20 },
    );
    expect(nn.crossEntropy(tensor([1, 2, 3]), [2]).item()).toBe(nn.crossEntropy(tensor([1, 2, 3]), 2).item());
    expect(nn.crossEntropy(tensor([1, 2]), -100, { reduction: "sum" }).item()).toBe(0);
    expect(() => nn.crossEntropy(tensor([1, 2]), 2)).toThrow(/^crossEntropy: target 2/);
    expect(() => nn.crossEntropy(tensor([1, 2]), [0, 1, 0])).toThrow(/^crossEntropy: target \[3\]/);
    expect(() => nn.crossEntropy(tensor(1), 0)).toThrow(/must be \[C\], \[N, C\]/);
  });
});

describe("embeddings", () => {
  test("scaleGradByFreq divides each row's gradient by how often it was read, of bags too", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const generator = new Generator(seed);
        const weight = draw([4, 3], seed);
        const indices = randint(0, 4, [6], { generator });
        const plain = new nn.Embedding(4, 3, { weight });
        const scaled = new nn.Embedding(4, 3, { weight, scaleGradByFreq: true });
        const bag = new nn.EmbeddingBag(4, 3, { weight, scaleGradByFreq: true, mode: "sum", paddingIdx: 1 });
        const cotangent = draw([6, 3], seed + 1);
        for (const layer of [plain, scaled]) layer.forward(indices).mul(cotangent).sum().backward();
        const offsets = [0, 2, 3];
        bag.forward(indices, { offsets }).mul(draw([3, 3], seed + 2)).sum().backward();
        const counts = [0, 1, 2, 3].map((row) => indices.filter((i) => i === row).length || 1);
        const share = tensor(counts.map((n) => [1 / n]), { dtype: "float64" });
        assertClose(scaled.weight.grad as Tensor, (plain.weight.grad as Tensor).mul(share));
        const other = new nn.EmbeddingBag(4, 3, { weight, mode: "sum", paddingIdx: 1 });
        other.forward(indices, { offsets }).mul(draw([3, 3], seed + 2)).sum().backward();
        assertClose(bag.weight.grad as Tensor, (other.weight.grad as Tensor).mul(share));
      }),
      { numRuns: 20 },
    ); // prettier-ignore
  });

  test("maxNorm shortens the rows it reads, in place, and no others; a graph that saved them then knows", () => {
    const weight = [[3, 4], [0.3, 0.4], [6, 8]]; // prettier-ignore
    const layer = new nn.Embedding(3, 2, { weight, maxNorm: 1 });
    const before = layer.weight.mul(layer.weight).sum();
    const shown = layer.forward([0, 1, 0]);
    assertClose(shown, tensor([[0.6, 0.8], [0.3, 0.4], [0.6, 0.8]]), { rtol: 1e-6, atol: 0 }); // prettier-ignore
    assertClose(layer.weight, tensor([[0.6, 0.8], [0.3, 0.4], [6, 8]]), { rtol: 1e-6, atol: 0 }); // prettier-ignore
    shown.sum().backward();
    expect(layer.weight.grad?.toArray()).toEqual([[2, 2], [1, 1], [0, 0]]); // prettier-ignore
    expect(() => before.backward()).toThrow(GraphError);
    // Short rows are not written to.
    const later = layer.weight.mul(layer.weight).sum();
    layer.forward([1]);
    later.backward();
  });

  test("includeLastOffset takes the end of the last bag too", () => {
    const weight = [[1], [2], [4]]; // prettier-ignore
    const bag = new nn.EmbeddingBag(3, 1, { weight, mode: "sum", includeLastOffset: true });
    expect(bag.forward([0, 1, 2], { offsets: [0, 2, 3] }).toArray()).toEqual([[3], [4]]);
    expect(() => bag.forward([0, 1, 2], { offsets: [0, 2] })).toThrow(
      /the last of offsets \[0, 2\] must be .* 3/,
    );
  });
});

describe("instance norm", () => {
  test("with momentum null evaluates by the plain average of what it saw", () => {
    const layer = new nn.InstanceNorm1d(2, { trackRunningStats: true, momentum: null }).to("float64");
    expect(Object.keys(layer.stateDict())).toEqual(["running_mean", "running_var", "num_batches_tracked"]);
    const batches = [1, 2, 3].map((seed) => draw([3, 2, 4], seed));
    for (const batch of batches) layer.forward(batch);
    const average = (of: (x: Tensor) => Tensor): Tensor =>
      batches.map(of).reduce((a, b) => a.add(b)).div(3); // prettier-ignore
    const mean = average((x) => x.mean({ axis: [0, 2] }));
    const variance = average((x) => x.variance({ axis: 2 }).mean({ axis: 0 }));
    assertClose(layer.runningMean as Tensor, mean);
    assertClose(layer.runningVar as Tensor, variance);
    const x = batches[0];
    const column = (t: Tensor): Tensor => t.reshape([2, 1]);
    assertClose(layer.eval().forward(x), x.sub(column(mean)).div(column(variance.add(1e-5).sqrt())));
    layer.resetRunningStats();
    expect((layer.runningVar as Tensor).toArray()).toEqual([1, 1]);
    expect(layer.forward(x.slice([0])).shape).toEqual([2, 4]);
  });
});

describe("max pooling", () => {
  test("says where its elements lay, and unpooling puts them back", () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1, 2, 3), fc.constantFrom(0, 1), (seed, kernel, padding) => {
        const x = draw([2, 3, 6, 6], seed);
        const options = { padding: kernel > 1 ? padding : 0 };
        const { values, indices } = maxPool2d(x, kernel, { ...options, returnIndices: true });
        assertClose(values, maxPool2d(x, kernel, options));
        const unpool = new nn.MaxUnpool2d(kernel, options);
        const back = unpool.forward(values, indices, { outputSize: [6, 6] });
        expect(Array.from(back.data).every((value, i) => value === 0 || value === x.data[i])).toBe(true);
        assertClose(back.sum(), values.sum());
        const slope = gradients(back.mul(back).sum(), [x])[0];
        assertClose(slope, back.mul(2));
      }),
      { numRuns: 20 },
    );
    const pool = new nn.MaxPool1d(2, { stride: 1 });
    const { values, indices } = pool.withIndices([[1, 5, 2, 4]]);
    expect([values.toArray(), [...indices]]).toEqual([[[5, 5, 4]], [1, 1, 3]]);
    // Windows that overlap find one element twice: it comes back once.
    expect(new nn.MaxUnpool1d(2, { stride: 1 }).forward(values, indices).toArray()).toEqual([[0, 5, 0, 4]]);
    expect(maxPool1d([[1, 2]], 2, { returnIndices: true }).indices).toEqual(Int32Array.of(1));
    expect(() => maxPool1d([[1, 2]], 2, { returnIndices: 1 as never })).toThrow(/^maxPool1d: returnIndices/);
  });
});

test("a padding mode that the input is too small for is refused by the layer", () => {
  const layer = new nn.Conv1d(1, 1, 3, { padding: 2, paddingMode: "reflect" });
  expect(() => layer.forward([[[1, 2]]])).toThrow(
    /^Conv1d: padding 2 is too wide for paddingMode "reflect" on size 2/,
  );
  expect(layer.forward([[[1, 2, 3]]]).shape).toEqual([1, 1, 5]);
  const same = new nn.Conv1d(1, 1, 2, { padding: "same", stride: 2, paddingMode: "circular" });
  expect(() => same.forward([[[1, 2]]])).toThrow(/padding "same" needs stride 1/);
});
