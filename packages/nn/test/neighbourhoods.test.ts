import { Generator, ShapeError, randn, tensor, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";

const generator = (seed = 5): Generator => new Generator(seed);
const moments = (values: readonly number[]): [mean: number, variance: number] => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length];
};
const channel = (x: Tensor, c: number): number[] =>
  [...x.data].filter((_, i) => Math.floor(i / (x.size / x.shape[0] / x.shape[1])) % x.shape[1] === c);

describe("BatchNorm", () => {
  test("normalises channels in training and keeps running statistics for evaluation", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.1, 0.5, null), (seed, momentum) => {
        const layer = new nn.BatchNorm1d(2, { momentum });
        const batches = [0, 1].map((i) =>
          randn([4, 2, 3], { generator: generator(seed + i) })
            .mul(3)
            .add(1),
        );
        let mean = 0;
        let variance = 1;
        batches.forEach((x, i) => {
          const [center, biased] = moments(channel(x, 1));
          const share = momentum ?? 1 / (i + 1);
          mean += share * (center - mean);
          variance += share * ((biased * 12) / 11 - variance);
          const [outMean, outVariance] = moments(channel(layer.forward(x), 1));
          expect(outMean).toBeCloseTo(0, 5);
          expect(outVariance).toBeCloseTo(1, 3);
        });
        const state = layer.stateDict();
        expect(state["running_mean"].data[1]).toBeCloseTo(mean, 4);
        expect(state["running_var"].data[1]).toBeCloseTo(variance, 3);
        expect(state["num_batches_tracked"].item()).toBe(2);
        layer.eval();
        const out = layer.forward(batches[0]);
        expect(out.data[3]).toBeCloseTo((batches[0].data[3] - mean) / Math.sqrt(variance + 1e-5), 3);
        expect(layer.numBatchesTracked!.item()).toBe(2);
      }),
      { numRuns: 20 },
    );
  });

  test("uses the batch's statistics in evaluation too if it tracks none", () => {
    const layer = new nn.BatchNorm2d(3, { trackRunningStats: false, affine: false }).eval();
    expect(layer.stateDict()).toEqual({});
    const x = randn([2, 3, 2, 2], { generator: generator() });
    expect(moments(channel(layer.forward(x), 2))[1]).toBeCloseTo(1, 3);
  });

  test("refuses other axes, other channels and single elements, and then writes nothing", () => {
    const layer = new nn.BatchNorm1d(2);
    expect(() => layer.forward(randn([2, 3]))).toThrow(/^BatchNorm1d: x \[2, 3\]/);
    expect(() => layer.forward(randn([2, 2, 2, 2]))).toThrow(ShapeError);
    expect(() => layer.forward(randn([1, 2]))).toThrow(ShapeError);
    expect(() => new nn.BatchNorm2d(2).forward(randn([2, 2, 2]))).toThrow(/^BatchNorm2d/);
    expect(layer.numBatchesTracked!.item()).toBe(0);
    expect(() => new nn.BatchNorm1d(2, { momentum: NaN })).toThrow(/^BatchNorm1d: momentum/);
  });

  test("follows a change of dtype", () => {
    const layer = new nn.BatchNorm1d(2).to("float64");
    layer.forward(randn([3, 2], { dtype: "float64" }));
    expect(layer.runningMean).toBe(layer.buffers()[0]);
    expect(layer.runningMean!.dtype).toBe("float64");
  });
});

describe("GroupNorm, InstanceNorm1d, RMSNorm", () => {
  const x = randn([2, 4, 6], { generator: generator() });

  test("have PyTorch's state and normalise", () => {
    expect(Object.keys(new nn.GroupNorm(2, 4).stateDict())).toEqual(["weight", "bias"]);
    expect(Object.keys(new nn.InstanceNorm1d(4).stateDict())).toEqual([]);
    expect(Object.keys(new nn.RMSNorm([4, 6]).stateDict())).toEqual(["weight"]);
    expect(moments([...new nn.GroupNorm(2, 4).forward(x).data.subarray(12, 24)])[1]).toBeCloseTo(1, 3);
    const single = new nn.InstanceNorm1d(4, { affine: true }).forward(x.select(0, 1));
    expect(single.shape).toEqual([4, 6]);
    expect(moments([...single.data.subarray(6, 12)])[0]).toBeCloseTo(0, 5);
    expect(new nn.RMSNorm(6).forward(x).square().mean().item()).toBeCloseTo(1, 3);
  });

  test("refuse what does not fit", () => {
    expect(() => new nn.GroupNorm(3, 4)).toThrow(/^GroupNorm: numChannels/);
    expect(() => new nn.InstanceNorm1d(3).forward(x)).toThrow(/^InstanceNorm1d/);
    expect(() => new nn.RMSNorm([])).toThrow(/^RMSNorm/);
  });
});

describe("Conv", () => {
  test("starts within ±1/√fanIn, with PyTorch's shapes", () => {
    const layer = new nn.Conv2d(4, 6, [3, 2], { groups: 2, generator: generator() });
    expect(layer.weight.shape).toEqual([6, 2, 3, 2]);
    expect(layer.bias!.shape).toEqual([6]);
    expect(Math.max(...layer.weight.data.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(12));
    expect(Math.max(...layer.weight.data.map(Math.abs))).toBeGreaterThan(0.8 / Math.sqrt(12));
    expect(new nn.Conv1d(1, 1, 1, { bias: false }).bias).toBeNull();
  });

  test("equals the sum over its window", () => {
    const options = { stride: 2, padding: 1, dilation: 2, generator: generator() };
    const layer = new nn.Conv1d(2, 3, 3, options);
    const x = randn([2, 2, 9], { generator: generator() });
    const out = layer.forward(x);
    expect(out.shape).toEqual([2, 3, 4]);
    for (let n = 0; n < 2; n++)
      for (let o = 0; o < 3; o++)
        for (let t = 0; t < 4; t++) {
          let expected = layer.bias!.data[o];
          for (let c = 0; c < 2; c++)
            for (let k = 0; k < 3; k++)
              expected += (x.data[(n * 2 + c) * 9 + 2 * t + 2 * k - 1] ?? 0) * (2 * t + 2 * k - 1 < 0 || 2 * t + 2 * k - 1 > 8 ? 0 : layer.weight.data[(o * 2 + c) * 3 + k]);
          expect(out.data[(n * 3 + o) * 4 + t]).toBeCloseTo(expected, 4);
        }
  }); // prettier-ignore

  test("refuses channels that do not divide, and misspelt options", () => {
    expect(() => new nn.Conv1d(3, 4, 2, { groups: 2 })).toThrow(/^Conv1d: inChannels/);
    expect(() => new nn.Conv2d(1, 1, [1])).toThrow(/^Conv2d: kernelSize/);
    expect(() => new nn.Conv1d(1, 1, 0)).toThrow(/^Conv1d: kernelSize/);
    expect(() => new nn.Conv1d(1, 1, 1, { pading: 1 } as never)).toThrow(/^Conv1d: unknown option/);
  });
});

test("pools keep their window and options", () => {
  const x = tensor([[[1, 3, 2, 5, 4]]]);
  expect(new nn.MaxPool1d(2).forward(x).toArray()).toEqual([[[3, 5]]]);
  expect(new nn.AvgPool1d(2, { stride: 1 }).forward(x).toArray()).toEqual([[[2, 2.5, 3.5, 4.5]]]);
  const image = x.reshape([1, 1, 5, 1]);
  expect(new nn.MaxPool2d([3, 1], { stride: [2, 1] }).forward(image).toArray()).toEqual([[[[3], [5]]]]);
  expect(new nn.AvgPool2d([5, 1]).forward(image).item()).toBe(3);
});

describe("GaussianNoise", () => {
  test("adds noise of its deviation in training only", () => {
    const layer = new nn.GaussianNoise(0.5, { generator: generator() });
    const x = tensor(new Float32Array(4000).fill(2));
    const [mean, variance] = moments([...layer.forward(x).data]);
    expect(Math.abs(mean - 2)).toBeLessThan(0.05);
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.03);
    expect(layer.eval().forward(x)).toBe(x);
    expect(() => new nn.GaussianNoise(-1)).toThrow(/^GaussianNoise: std/);
  });
});
