import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Generator,
  attentionWeights,
  indexSelect,
  ones,
  randn,
  randperm,
  scaledDotProductAttention,
  tensor,
  triu,
  zeros,
  type Tensor,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const size = fc.integer({ min: 1, max: 5 });
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const near = { rtol: 1e-9, atol: 1e-12 };
const draw = (shape: readonly number[], seed: number): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(seed), requiresGrad: true });
/** Masks of L rows and S columns that leave at least the first key. */
const masks = (rows: number, columns: number): fc.Arbitrary<boolean[][]> =>
  fc.array(fc.array(fc.boolean(), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }).map((mask) => mask.map((row) => row.map((hidden, s) => s > 0 && hidden))); // prettier-ignore
const problems = fc
  .record({ L: size, S: size, E: size, seed: seeds })
  .chain((sizes) => masks(sizes.L, sizes.S).map((mask) => ({ ...sizes, mask })));

describe("attentionWeights", () => {
  test("is positive, adds up to 1 in each row, and is 0 where masked", () => {
    fc.assert(
      fc.property(problems, ({ L, S, E, seed, mask }) => {
        const weights = attentionWeights(draw([L, E], seed), draw([S, E], seed + 1), { mask });
        assertClose(weights.sum({ axis: -1 }), ones([L], { dtype: "float64" }), near);
        mask.flat().forEach((hidden, i) => expect(weights.data[i] > 0).toBe(!hidden));
      }),
    );
  });

  test("adds a bias of numbers, minus infinity hiding", () => {
    fc.assert(
      fc.property(problems, ({ L, S, E, seed, mask }) => {
        const [q, k] = [draw([L, E], seed), draw([S, E], seed + 1)];
        const bias = mask.map((row) => row.map((hidden) => (hidden ? -Infinity : 0)));
        assertClose(attentionWeights(q, k, { bias }), attentionWeights(q, k, { mask }), near);
      }),
    );
  });

  test("does not see a constant added to all scores of a row", () => {
    const [q, k] = [draw([3, 2], 1), draw([4, 2], 2)];
    assertClose(attentionWeights(q, k, { bias: [[5], [-2], [0]] }), attentionWeights(q, k), near);
  });

  test("is NaN in a row that hides every key, and nowhere else", () => {
    const weights = attentionWeights(zeros([2, 1]), zeros([2, 1]), { mask: [[true], [false]] });
    expect(Array.from(weights.data)).toEqual([NaN, NaN, 0.5, 0.5]);
  });
});

describe("scaledDotProductAttention", () => {
  test("gives masked keys and values no gradient", () => {
    fc.assert(
      fc.property(problems, fc.nat({ max: 4 }), ({ L, S, E, seed }, which) => {
        fc.pre(S > 1);
        const hidden = which % S;
        const mask = [Array.from({ length: S }, (_, s) => s === hidden)];
        const [q, k, v] = [draw([L, E], seed), draw([S, E], seed + 1), draw([S, 3], seed + 2)];
        scaledDotProductAttention(q, k, v, { mask }).square().sum().backward();
        for (const t of [k, v]) {
          const grad = t.grad as Tensor;
          expect(grad.select(0, hidden).data.every((g) => g === 0)).toBe(true);
          expect(grad.data.every(Number.isFinite)).toBe(true);
        }
        expect((v.grad as Tensor).data.some((g) => g !== 0)).toBe(true);
      }),
    );
  });

  test("causal order is the mask above the diagonal, sizes equal or not", () => {
    fc.assert(
      fc.property(problems, ({ L, S, E, seed }) => {
        const [q, k, v] = [draw([2, L, E], seed), draw([S, E], seed + 1), draw([2, S, 3], seed + 2)];
        const mask = triu(ones([L, S]), { diagonal: 1 });
        assertClose(
          scaledDotProductAttention(q, k, v, { isCausal: true }),
          scaledDotProductAttention(q, k, v, { mask }),
          near,
        );
      }),
    );
  });

  test("does not depend on the order of keys, and follows that of queries", () => {
    fc.assert(
      fc.property(problems, ({ L, S, E, seed }) => {
        const [q, k, v] = [draw([L, E], seed), draw([S, E], seed + 1), draw([S, 3], seed + 2)];
        const generator = new Generator(seed);
        const [rows, columns] = [randperm(L, { generator }), randperm(S, { generator })];
        const shuffled = scaledDotProductAttention(
          indexSelect(q, rows),
          indexSelect(k, columns),
          indexSelect(v, columns),
        );
        assertClose(shuffled, indexSelect(scaledDotProductAttention(q, k, v), rows), near);
      }),
    );
  });

  test("with one key returns its value, with equal keys the mean", () => {
    const value = scaledDotProductAttention(draw([3, 2], 1), draw([1, 2], 2), [[4, 5]]);
    assertClose(value, tensor([[4, 5], [4, 5], [4, 5]]), { rtol: 1e-6, atol: 0 }); // prettier-ignore
    const mean = scaledDotProductAttention(
      draw([1, 2], 1),
      [
        [1, 1],
        [1, 1],
      ],
      [[4], [6]],
    );
    expect(mean.item()).toBeCloseTo(5, 6);
  });

  test("without keys is zero", () => {
    expect(Array.from(scaledDotProductAttention(ones([2, 1]), zeros([0, 1]), zeros([0, 1])).data)).toEqual([
      0, 0,
    ]);
  });

  test("the scale is 1/√E unless given", () => {
    const [q, k, v] = [draw([3, 4], 1), draw([5, 4], 2), draw([5, 2], 3)];
    const plain = scaledDotProductAttention(q, k, v);
    assertClose(scaledDotProductAttention(q, k, v, { scale: 0.5 }), plain, near);
    assertClose(scaledDotProductAttention(q.mul(0.5), k, v, { scale: 1 }), plain, near);
  });

  test("stays finite for scores that overflow exp", () => {
    const big = tensor([[3000], [-3000]]);
    expect(Array.from(scaledDotProductAttention(big, big, tensor([[1], [2]])).data)).toEqual([1, 2]);
  });

  test("drops weights and enlarges the others", () => {
    const [q, k] = [zeros([1, 1]), zeros([400, 1])];
    const dropped = scaledDotProductAttention(q, k, ones([400, 1]), {
      dropoutP: 0.5,
      generator: new Generator(1),
    });
    expect(dropped.item()).not.toBe(1);
    expect(dropped.item()).toBeCloseTo(1, 0);
  });
});
