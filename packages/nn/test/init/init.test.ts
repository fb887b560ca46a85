import { ArgumentError, Generator, ShapeError, noGrad, tensor, zeros, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Parameter, init } from "../../src/index.ts";

const generator = (): Generator => new Generator(11);
const moments = (t: Tensor): { mean: number; std: number; low: number; high: number } => {
  const data = Array.from(t.data);
  const mean = data.reduce((a, b) => a + b, 0) / data.length;
  const variance = data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length;
  return { mean, std: Math.sqrt(variance), low: Math.min(...data), high: Math.max(...data) };
};
const weight = (): Parameter => new Parameter(zeros([50, 10, 4]));
const [fanIn, fanOut] = [40, 200];

describe("distributions", () => {
  const leaky = Math.sqrt(2 / (1 + 0.2 ** 2));
  const expected: [string, (t: Parameter) => Parameter, number, "uniform" | "normal"][] = [
    ["uniform", (t) => init.uniform(t, { low: -2, high: 2, generator: generator() }), 2 / Math.sqrt(3), "uniform"],
    ["normal", (t) => init.normal(t, { std: 3, generator: generator() }), 3, "normal"],
    ["xavierUniform", (t) => init.xavierUniform(t, { gain: 2, generator: generator() }), 2 * Math.sqrt(2 / (fanIn + fanOut)), "uniform"],
    ["xavierNormal", (t) => init.xavierNormal(t, { generator: generator() }), Math.sqrt(2 / (fanIn + fanOut)), "normal"],
    ["kaimingUniform", (t) => init.kaimingUniform(t, { negativeSlope: 0.2, generator: generator() }), leaky / Math.sqrt(fanIn), "uniform"],
    ["kaimingNormal", (t) => init.kaimingNormal(t, { mode: "fanOut", nonlinearity: "tanh", generator: generator() }), 5 / 3 / Math.sqrt(fanOut), "normal"],
  ]; // prettier-ignore

  test.each(expected)("%s has its mean, deviation and bounds", (_, fill, std, kind) => {
    const t = weight();
    expect(fill(t)).toBe(t);
    const found = moments(t);
    expect(Math.abs(found.mean)).toBeLessThan(0.1 * std);
    expect(Math.abs(found.std / std - 1)).toBeLessThan(0.06);
    const bound = std * Math.sqrt(3) * (1 + 1e-6);
    expect(Math.max(-found.low, found.high) <= bound).toBe(kind === "uniform");
    expect(t.requiresGrad && t.isLeaf).toBe(true);
    expect(fill(weight()).data).toEqual(t.data);
  });
});

describe("orthogonal", () => {
  test("rows or columns, whichever are fewer, are orthonormal up to the gain", () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(size, size, fc.integer(), fc.constantFrom(1, 0.5, 3), (rows, columns, seed, gain) => {
        const t = init.orthogonal(zeros([rows, columns], { dtype: "float64" }), {
          gain,
          generator: new Generator(seed),
        });
        const gram = rows <= columns ? t.matmul(t.transpose(0, 1)) : t.transpose(0, 1).matmul(t);
        const n = Math.min(rows, columns);
        gram.data.forEach((value, i) =>
          expect(value).toBeCloseTo(Math.floor(i / n) === i % n ? gain * gain : 0, 10),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("favours no sign", () => {
    const draws = Array.from({ length: 400 }, (_, seed) =>
      init.orthogonal(zeros([2, 2]), { generator: new Generator(seed) }).data.map(Math.sign),
    );
    for (let i = 0; i < 4; i++) {
      const positive = draws.filter((signs) => signs[i] > 0).length;
      expect(Math.abs(positive - 200)).toBeLessThan(60);
    }
  });
});

test("sparse zeroes the fraction asked for in each column", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rows, sparsity) => {
        const t = init.sparse(zeros([rows, 4]), { sparsity, generator: generator() });
        for (let column = 0; column < 4; column++) {
          const zeroed = Array.from({ length: rows }, (_, row) => t.data[row * 4 + column]).filter(
            (v) => v === 0,
          );
          expect(zeroed.length).toBe(Math.ceil(sparsity * rows));
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("constant, zeros, ones and identity", () => {
  expect(init.constant(zeros([2]), 7).toArray()).toEqual([7, 7]);
  expect(init.ones(zeros([2])).toArray()).toEqual([1, 1]);
  expect(init.zeros(tensor([3])).toArray()).toEqual([0]);
  expect(init.identity(zeros([2, 3])).toArray()).toEqual([[1, 0, 0], [0, 1, 0]]); // prettier-ignore
});

test("calculateGain is PyTorch's table", () => {
  expect(init.calculateGain("tanh")).toBe(5 / 3);
  expect(init.calculateGain("relu")).toBe(Math.SQRT2);
  expect(init.calculateGain("leakyRelu", { negativeSlope: 1 })).toBe(1);
  expect(() => init.calculateGain("toString" as never)).toThrow(/^init.calculateGain: /);
});

test("writes are seen by the tape and happen in any mode; computed tensors and bad options are refused", () => {
  const w = new Parameter([1, 2]);
  const loss = w.square().sum();
  noGrad(() => init.zeros(w));
  expect(() => loss.backward()).toThrow(/init\.zeros/);
  expect(() => init.zeros(w.mul(2))).toThrow(/^init.zeros: .* computed/);
  expect(() => init.xavierUniform(zeros([3]))).toThrow(ShapeError);
  expect(() => init.orthogonal(zeros([3]))).toThrow(ShapeError);
  expect(() => init.identity(zeros([1, 1, 1]))).toThrow(ShapeError);
  expect(() => init.uniform(w, { low: 1, high: 0 })).toThrow(ArgumentError);
  expect(() => init.normal(w, { std: -1 })).toThrow(/^init.normal: std/);
  expect(() => init.sparse(zeros([2, 2]), { sparsity: 2 })).toThrow(/^init.sparse: sparsity/);
  expect(() => init.kaimingNormal(zeros([2, 2]), { mode: "fan_in" as never })).toThrow(
    /^init.kaimingNormal: mode/,
  );
  expect(() => init.constant(w, NaN)).toThrow(/^init.constant: value/);
});
