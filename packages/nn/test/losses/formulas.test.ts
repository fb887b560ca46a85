import { Generator, rand, randn, randint, tensor, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as nn from "../../src/index.ts";

// Each loss against its formula, written out once more in plain numbers.

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const rowsOf = (t: Tensor): number[][] => t.toArray() as number[][];
const none = { reduction: "none" } as const;
const total = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const log = Math.log;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

interface Drawn {
  x: number[][];
  y: number[][];
  /** 1 or -1. */
  sign: number[][];
  positive: number[][];
  unit: number[][];
  classes: number[];
}

function drawn(seed: number): Drawn {
  const generator = new Generator(seed);
  const options = { generator, dtype: "float64" } as const;
  const [x, y] = [rowsOf(randn([3, 4], options)), rowsOf(randn([3, 4], options))];
  return {
    x,
    y,
    sign: y.map((row) => row.map((value) => (value > 0 ? 1 : -1))),
    positive: rowsOf(rand([3, 4], options).mul(3).add(0.1)),
    unit: rowsOf(rand([3, 4], options)),
    classes: [...randint(0, 4, [3], { generator })],
  };
}

/** Fails unless the elementwise losses, flat, are what the formula says. */
function assertFormula(loss: (of: Drawn) => Tensor, formula: (of: Drawn) => number[]): void {
  fc.assert(
    fc.property(seeds, (seed) => {
      const of = drawn(seed);
      const wanted = formula(of);
      const got = [...loss(of).data];
      expect(got.length).toBe(wanted.length);
      got.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 4));
    }),
    { numRuns: 25 },
  );
}

/** A number for each element of the batch. */
const each = (fn: (n: number, c: number) => number): number[] =>
  Array.from({ length: 12 }, (_, i) => fn(Math.floor(i / 4), i % 4));
/** A number for each row. */
const perRow = (fn: (n: number) => number): number[] => [0, 1, 2].map(fn);

test("poissonNllLoss", () => {
  assertFormula(
    ({ x, positive }) => nn.poissonNllLoss(x, positive, none),
    ({ x, positive: t }) => each((n, c) => Math.exp(x[n][c]) - t[n][c] * x[n][c]),
  );
  assertFormula(
    ({ unit, positive }) =>
      nn.poissonNllLoss(unit, positive, { ...none, logInput: false, full: true, eps: 0.5 }),
    ({ unit: x, positive }) =>
      each((n, c) => {
        const t = positive[n][c];
        return x[n][c] - t * log(x[n][c] + 0.5) + (t > 1 ? t * log(t) - t + log(2 * Math.PI * t) / 2 : 0);
      }),
  );
});

test("gaussianNllLoss; variances below eps count as eps and still get a gradient", () => {
  assertFormula(
    ({ x, y, positive }) => nn.gaussianNllLoss(x, y, positive, { ...none, full: true }),
    ({ x, y, positive: v }) =>
      each((n, c) => (log(v[n][c]) + (x[n][c] - y[n][c]) ** 2 / v[n][c] + log(2 * Math.PI)) / 2),
  );
  const variance = tensor([0], { dtype: "float64", requiresGrad: true });
  const loss = nn.gaussianNllLoss(tensor([1], { dtype: "float64" }), [3], variance, { eps: 0.5 });
  expect(loss.item()).toBeCloseTo((log(0.5) + 8) / 2, 12);
  loss.backward();
  expect(variance.grad!.item()).toBeCloseTo((1 / 0.5 - 4 / 0.25) / 2, 12);
});

test("hingeEmbeddingLoss, marginRankingLoss, softMarginLoss", () => {
  assertFormula(
    ({ x, sign }) => nn.hingeEmbeddingLoss(x, sign, { ...none, margin: 0.4 }),
    ({ x, sign }) => each((n, c) => (sign[n][c] === 1 ? x[n][c] : Math.max(0, 0.4 - x[n][c]))),
  );
  assertFormula(
    ({ x, y, sign }) => nn.marginRankingLoss(x, y, sign, { ...none, margin: 0.4 }),
    ({ x, y, sign }) => each((n, c) => Math.max(0, -sign[n][c] * (x[n][c] - y[n][c]) + 0.4)),
  );
  assertFormula(
    ({ x, sign }) => nn.softMarginLoss(x, sign, none),
    ({ x, sign }) => each((n, c) => log(1 + Math.exp(-sign[n][c] * x[n][c]))),
  );
  expect(nn.softMarginLoss([1e4, -1e4], [-1, -1], none).toArray()).toEqual([1e4, 0]);
});

test("multiMarginLoss and multilabelMarginLoss, by loops over classes", () => {
  const weight = [1, 2, 0.5, 3];
  assertFormula(
    ({ x, classes }) => nn.multiMarginLoss(x, classes, { ...none, p: 2, margin: 0.7, weight }),
    ({ x, classes }) =>
      perRow((n) => {
        const y = classes[n];
        const missed = x[n].map((value, c) => (c === y ? 0 : Math.max(0, 0.7 - x[n][y] + value) ** 2));
        return (weight[y] * total(missed)) / 4;
      }),
  );
  assertFormula(
    ({ x, classes }) =>
      nn.multilabelMarginLoss(
        x,
        classes.map((y) => [y, (y + 1) % 4, -1, y]),
        none,
      ),
    ({ x, classes }) =>
      perRow((n) => {
        const own = [classes[n], (classes[n] + 1) % 4];
        const rest = [0, 1, 2, 3].filter((c) => !own.includes(c));
        const missed = own.flatMap((y) => rest.map((c) => Math.max(0, 1 - x[n][y] + x[n][c])));
        return total(missed) / 4;
      }),
  );
});

test("multilabelSoftMarginLoss", () => {
  const weight = [1, 2, 0.5, 3];
  assertFormula(
    ({ x, unit }) => nn.multilabelSoftMarginLoss(x, unit, { ...none, weight }),
    ({ x, unit: t }) =>
      perRow((n) => {
        const parts = x[n].map(
          (value, c) => weight[c] * (t[n][c] * log(sigmoid(value)) + (1 - t[n][c]) * log(sigmoid(-value))),
        );
        return -total(parts) / 4;
      }),
  );
});

test("cosineEmbeddingLoss and the triplet losses; swap takes the nearer negative", () => {
  const dot = (a: number[], b: number[]): number => total(a.map((value, i) => value * b[i]));
  assertFormula(
    ({ x, y, sign }) =>
      nn.cosineEmbeddingLoss(
        x,
        y,
        sign.map((row) => row[0]),
        { ...none, margin: 0.1 },
      ),
    ({ x, y, sign }) =>
      perRow((n) => {
        const cosine = dot(x[n], y[n]) / Math.sqrt(dot(x[n], x[n]) * dot(y[n], y[n]));
        return sign[n][0] === 1 ? 1 - cosine : Math.max(0, cosine - 0.1);
      }),
  );
  const distance = (a: number[], b: number[], p: number): number =>
    total(a.map((value, i) => Math.abs(value - b[i] + 1e-6) ** p)) ** (1 / p);
  for (const [p, swap] of [[2, false], [3, true]] as const) {
    const wanted = ({ x, y, unit }: Drawn): number[] =>
      perRow((n) => {
        const far = distance(x[n], unit[n], p);
        const negative = swap ? Math.min(far, distance(y[n], unit[n], p)) : far;
        return Math.max(0, distance(x[n], y[n], p) - negative + 0.3);
      });
    const options = { ...none, margin: 0.3, swap };
    assertFormula(({ x, y, unit }) => nn.tripletMarginLoss(x, y, unit, { ...options, p }), wanted);
    const distanceFunction = (a: Tensor, b: Tensor): Tensor => nn.pairwiseDistance(a, b, { p });
    assertFormula(
      ({ x, y, unit }) => nn.tripletMarginWithDistanceLoss(x, y, unit, { ...options, distanceFunction }),
      wanted,
    );
  } // prettier-ignore
});

test("crossEntropy of one-hot probabilities is that of the classes; the mean divides by positions, not weights", () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(0, 0.2), (seed, labelSmoothing) => {
      const { x, classes } = drawn(seed);
      const oneHot = classes.map((y) => [0, 1, 2, 3].map((c) => Number(c === y)));
      const weight = [1, 2, 0.5, 3];
      const hard = nn.crossEntropy(x, classes, { ...none, weight, labelSmoothing });
      const soft = nn.crossEntropy(x, oneHot, { ...none, weight, labelSmoothing });
      soft.data.forEach((value, i) => expect(value).toBeCloseTo(hard.data[i], 4));
      expect(nn.crossEntropy(x, oneHot, { weight, labelSmoothing }).item()).toBeCloseTo(
        hard.sum().item() / 3,
        4,
      );
    }),
    { numRuns: 30 },
  );
});

test("crossEntropy of probabilities with more axes is that of each position", () => {
  const generator = new Generator(4);
  const [x, t] = [randn([2, 3, 2, 2], { generator }), rand([2, 3, 2, 2], { generator })];
  const whole = nn.crossEntropy(x, t, none);
  expect(whole.shape).toEqual([2, 2, 2]);
  const at = (v: Tensor): Tensor => v.select(3, 1).select(2, 0);
  nn.crossEntropy(at(x), at(t), none).data.forEach((value, n) =>
    expect(value).toBeCloseTo(whole.data[n * 4 + 1], 5),
  );
});
