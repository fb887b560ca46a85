import fc from "fast-check";
import { expect, test } from "vitest";
import {
  grad,
  randn,
  scatter,
  scatterAdd,
  tensor,
  zeros,
  type ScatterOptions,
  type Tensor,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const plans = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 6 }))
  .chain(([rows, columns, along]) =>
    fc.record({
      shape: fc.constant([rows, columns]),
      indices: fc.array(fc.array(fc.nat(rows - 1), { minLength: columns, maxLength: columns }), {
        minLength: along,
        maxLength: along,
      }),
    }),
  );
const reductions: Readonly<Record<string, (met: number[]) => number>> = {
  sum: (met) => met.reduce((a, b) => a + b, 0),
  prod: (met) => met.reduce((a, b) => a * b, 1),
  mean: (met) => met.reduce((a, b) => a + b, 0) / met.length,
  amax: (met) => Math.max(...met),
  amin: (met) => Math.min(...met),
};
const reduce = fc.option(
  fc.constantFrom(...(Object.keys(reductions) as NonNullable<ScatterOptions["reduce"]>[])),
);

test("elements that meet are reduced, or the last prevails; others stay", () => {
  fc.assert(
    fc.property(plans, reduce, fc.boolean(), ({ shape, indices }, how, includeSelf) => {
      const x = randn(shape, { dtype: "float64" });
      const source = randn([indices.length, shape[1]], { dtype: "float64" });
      const flat = Int32Array.from(indices.flat());
      const out = scatter(x, flat, source, { shape: source.shape, reduce: how, includeSelf });
      const expected = Array.from(x.data, (own, place) => {
        const [row, column] = [Math.floor(place / shape[1]), place % shape[1]];
        const met = indices.flatMap((list, i) =>
          list[column] === row ? [source.data[i * shape[1] + column]] : [],
        );
        if (met.length === 0) return own;
        return how === null ? met[met.length - 1] : reductions[how](includeSelf ? [own, ...met] : met);
      });
      assertClose(out, tensor(expected, { dtype: "float64" }).reshape(shape), { rtol: 1e-12, atol: 1e-12 });
    }),
  );
});

test("its sum is scatterAdd", () => {
  const [x, source] = [randn([3, 2]), randn([4, 2])];
  const indices = [[0, 1], [2, 1], [0, 0], [0, 1]]; // prettier-ignore
  const summed = scatter(x, indices, source, { reduce: "sum" });
  assertClose(summed, scatterAdd(x, indices, source), { rtol: 1e-6, atol: 1e-6 });
});

test("what is overwritten has gradient 0, in x and in the source; a number fills", () => {
  const source = tensor([1, 2, 3], { requiresGrad: true });
  const x = tensor([7, 8], { requiresGrad: true });
  scatter(x, [0, 0, 0], source).sum().backward();
  expect([x.grad, source.grad].map((g) => g?.toArray())).toEqual([[0, 1], [0, 0, 1]]); // prettier-ignore
  expect(scatter(zeros([3]), [0, 2], 5).toArray()).toEqual([5, 0, 5]);
  const g = grad((value: Tensor) => scatter(zeros([3]), [0, 2], value).sum())(tensor(5)) as Tensor;
  expect(g.item()).toBe(2);
});

test("equal extremes share the gradient evenly", () => {
  const source = tensor([2, 0, 2], { requiresGrad: true });
  const x = tensor([2, 1], { requiresGrad: true });
  scatter(x, [0, 1, 0], source, { reduce: "amax" }).sum().backward();
  expect([x.grad, source.grad].map((g) => g?.toArray().map((v) => Number((v as number).toFixed(6))))).toEqual(
    [
      [0.333333, 1],
      [0.333333, 0, 0.333333],
    ],
  );
});
