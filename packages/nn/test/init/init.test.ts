import {
  ArgumentError,
  Generator,
  RewindError,
  ShapeError,
  conv1d,
  noGrad,
  ones,
  randn,
  tensor,
  zeros,
  type Tensor,
} from "@rewind/autograd";
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

test("dirac passes a convolution's input on, channel by channel, group by group", () => {
  const size = fc.integer({ min: 1, max: 3 });
  fc.assert(
    fc.property(size, size, size, fc.constantFrom(1, 3, 5), (share, inputs, groups, kernel) => {
      const weight = init.dirac(ones([share * groups, inputs, kernel]), { groups });
      const x = randn([2, inputs * groups, 6], { generator: generator() });
      const out = conv1d(x, weight, null, { groups, padding: "same" });
      for (let o = 0; o < share * groups; o++) {
        const input = o % share;
        const wanted =
          input < inputs
            ? x.select(1, Math.floor(o / share) * inputs + input).toArray()
            : zeros([2, 6]).toArray();
        expect(out.select(1, o).toArray()).toEqual(wanted);
      }
    }),
    { numRuns: 40 },
  );
  expect(init.dirac(zeros([1, 1, 2, 3])).toArray()).toEqual([[[[0, 0, 0], [0, 1, 0]]]]); // prettier-ignore
});

test("truncNormal keeps its bounds and has the moments of the distribution it cuts", () => {
  // Mean and variance of the standard normal between a and b, by summing over a fine grid.
  const cut = (a: number, b: number): [mean: number, variance: number] => {
    let [mass, first, second] = [0, 0, 0];
    for (let i = 0; i < 20000; i++) {
      const x = a + ((i + 0.5) / 20000) * (b - a);
      const density = Math.exp(-x * x / 2); // prettier-ignore
      mass += density;
      first += density * x;
      second += density * x * x;
    }
    return [first / mass, second / mass - (first / mass) ** 2];
  };
  const bound = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(bound, bound, fc.integer(), (one, other, seed) => {
      fc.pre(Math.abs(one - other) > 0.1);
      const [a, b] = [Math.min(one, other), Math.max(one, other)];
      const [mean, std] = [0.5, 2];
      const options = {
        mean,
        std,
        low: mean + std * a,
        high: mean + std * b,
        generator: new Generator(seed),
      };
      const data = Array.from(init.truncNormal(zeros([3000], { dtype: "float64" }), options).data);
      expect(Math.min(...data)).toBeGreaterThanOrEqual(options.low);
      expect(Math.max(...data)).toBeLessThanOrEqual(options.high);
      const [wantedMean, wantedVariance] = cut(a, b);
      const found = data.reduce((x, y) => x + y, 0) / 3000;
      const deviation = Math.sqrt(wantedVariance);
      expect(Math.abs((found - mean) / std - wantedMean)).toBeLessThan((6 * deviation) / Math.sqrt(3000));
      const spread = data.reduce((x, y) => x + (y - found) ** 2, 0) / 3000 / std ** 2;
      expect(Math.abs(spread / wantedVariance - 1)).toBeLessThan(0.25);
    }),
    { numRuns: 30 },
  );
});

describe("doors", () => {
  const matrix = (): Parameter => new Parameter(zeros([4, 4, 1]));
  const flat = (): Parameter => new Parameter(zeros([4, 4]));
  /** For each initialiser a call with options, and for each option a value that must be refused. */
  const doors: {
    readonly [K in keyof typeof init]: [(options: object) => unknown, Record<string, unknown>];
  } = {
    calculateGain: [(o) => init.calculateGain("leakyRelu", o), { negativeSlope: NaN }],
    constant: [() => init.constant(flat(), NaN), {}],
    dirac: [(o) => init.dirac(matrix(), o), { groups: 3 }],
    eye: [() => init.eye(matrix()), {}],
    identity: [() => init.identity(matrix()), {}],
    kaimingNormal: [(o) => init.kaimingNormal(flat(), o), { mode: 1, nonlinearity: "x", negativeSlope: NaN }],
    kaimingUniform: [(o) => init.kaimingUniform(flat(), o), { mode: 1, nonlinearity: "x", generator: 1 }],
    normal: [(o) => init.normal(flat(), o), { mean: NaN, std: -1, generator: 1 }],
    ones: [() => init.ones([1] as never), {}],
    orthogonal: [(o) => init.orthogonal(flat(), o), { gain: NaN, generator: 1 }],
    sparse: [(o) => init.sparse(flat(), { sparsity: 0.5, ...o }), { sparsity: NaN, std: -1, generator: 1 }],
    truncNormal: [(o) => init.truncNormal(flat(), o), { mean: NaN, std: 0, low: 2, high: -2, generator: 1 }],
    uniform: [(o) => init.uniform(flat(), o), { low: 2, high: -1, generator: 1 }],
    xavierNormal: [(o) => init.xavierNormal(flat(), o), { gain: NaN, generator: 1 }],
    xavierUniform: [(o) => init.xavierUniform(flat(), o), { gain: -1, generator: 1 }],
    zeros: [() => init.zeros(flat().mul(1)), {}],
  };

  test.each(Object.entries(doors))("%s", (name, [call, bad]) => {
    const named = new RegExp(`^init\\.(${name}|calculateGain|identity)\\b`);
    const entries = Object.entries(bad);
    if (entries.length === 0) expect(() => call({})).toThrow(named);
    for (const [key, value] of [...entries, ...(entries.length > 0 ? [["unknown", 1] as const] : [])]) {
      expect(() => call({ [key]: value })).toThrow(RewindError);
      expect(() => call({ [key]: value })).toThrow(named);
    }
    expect(() => init.dirac(zeros([2, 2]))).toThrow(/^init\.dirac: shape \[2, 2\]/);
  });

  test("list every initialiser", () => {
    expect(Object.keys(doors).sort()).toEqual(Object.keys(init).sort());
  });
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
