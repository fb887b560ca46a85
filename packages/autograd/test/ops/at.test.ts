import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arange,
  at,
  equal,
  greater,
  indexSelect,
  maskedSelect,
  slice,
  tensor,
  zeros,
  type Tensor,
} from "../../src/index.ts";
import type { SliceRange } from "../../src/index.ts";

const bound = fc.option(fc.integer({ min: -6, max: 6 }));
const step = fc.option(fc.integer({ min: -3, max: 3 }).filter((by) => by !== 0));
const range = fc.tuple(bound, bound, step);
const shape = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
const written = (bounds: readonly (number | null)[]): string => bounds.map((at) => at ?? "").join(":");
/** Whole numbers in order: every element tells where it came from. */
const counted = (sizes: number[]): Tensor => arange(sizes[0] * sizes[1]).reshape(sizes);

test("ranges are those of slice, in Python's notation", () => {
  fc.assert(
    fc.property(shape, range, range, (sizes, first, second) => {
      const x = counted(sizes);
      const expected = slice(x, [first, second] as SliceRange[]);
      expect(at(x, written(first), written(second)).toArray()).toEqual(expected.toArray());
      expect(at(x, "...", written(second)).toArray()).toEqual(slice(x, [null, second]).toArray());
    }),
  );
});

test("slices go backwards as Python's do", () => {
  const x = arange(5);
  const taken = (range: SliceRange): number[] => Array.from(slice(x, [range]).data);
  expect(taken([null, null, -1])).toEqual([4, 3, 2, 1, 0]);
  expect(taken([null, null, -2])).toEqual([4, 2, 0]);
  expect(taken([3, 0, -1])).toEqual([3, 2, 1]);
  expect(taken([-2, null, -1])).toEqual([3, 2, 1, 0]);
  expect(taken([99, -99, -3])).toEqual([4, 1]);
  expect(taken([0, 3, -1])).toEqual([]);
  expect(taken([-1, -1, -1])).toEqual([]);
});

test("lists go together, broadcast, and count from the end", () => {
  const plan = shape.chain(([rows, columns]) =>
    fc.record({
      sizes: fc.constant([rows, columns]),
      pairs: fc.array(
        fc.tuple(fc.integer({ min: -rows, max: rows - 1 }), fc.integer({ min: -columns, max: columns - 1 })),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  );
  fc.assert(
    fc.property(plan, ({ sizes, pairs }) => {
      const x = counted([...sizes]);
      const [i, j] = [0, 1].map((k) => pairs.map((pair) => pair[k]));
      const value = (a: number, b: number): number =>
        x.data[((a + sizes[0]) % sizes[0]) * sizes[1] + ((b + sizes[1]) % sizes[1])];
      expect(at(x, i, j).toArray()).toEqual(pairs.map(([a, b]) => value(a, b)));
      expect(at(x, i).toArray()).toEqual(indexSelect(x, i).toArray());
      const grid = at(x, i.map((a) => [a]), j); // prettier-ignore
      expect(grid.shape).toEqual([i.length, j.length]);
      expect(Array.from(grid.data)).toEqual(i.flatMap((a) => j.map((b) => value(a, b))));
    }),
  );
});

test("a mask takes what maskedSelect takes, as booleans and as a tensor", () => {
  const x = tensor([[1, -2, 3], [-4, 5, -6]]); // prettier-ignore
  const mask = greater(x, 0);
  expect(at(x, mask).toArray()).toEqual(maskedSelect(x, mask).toArray());
  expect(at(x, [[true, false, true], [false, true, false]]).toArray()).toEqual([1, 3, 5]); // prettier-ignore
  expect(x.at([false, true]).toArray()).toEqual([[-4, 5, -6]]);
  expect(x.at(":", equal(tensor([0, 1, 0]), 0)).toArray()).toEqual([[1, 3], [-4, -6]]); // prettier-ignore
});

test("neighbouring lists stay in place, others come to the front; null is a new axis", () => {
  const x = zeros([2, 3, 4, 5]);
  expect(at(x, ":", [0, 1, 2], [0, 1, 2]).shape).toEqual([2, 3, 5]);
  expect(at(x, [0, 1], ":", [0, 1]).shape).toEqual([2, 3, 5]);
  expect(at(x, ":", [0, 1], null, [0, 1]).shape).toEqual([2, 2, 1, 5]);
  expect(at(x, null, 0, "...", null).shape).toEqual([1, 3, 4, 5, 1]);
});

test("gradients of elements taken twice add up, those not taken are 0", () => {
  const x = tensor([1, 2, 3], { requiresGrad: true });
  at(x, [0, -1, 0]).mul([1, 10, 100]).sum().backward();
  expect(x.grad?.toArray()).toEqual([101, 0, 10]);
});

test("entries and one range are told apart", () => {
  const x = zeros([20, 20]);
  expect(() => x.slice([3, 13])).toThrow(/at\(x, 3, 13\).*\[\[3, 13\]\]/);
  expect(() => arange(20).slice([3, 13, 2])).toThrow(/\[\[3, 13, 2\]\] for the range/);
  expect(x.slice([[3, 13]]).shape).toEqual([10, 20]);
  expect(x.at(3, 13).shape).toEqual([]);
  expect(x.slice([3]).shape).toEqual([20]);
  expect(x.slice([3, [13]]).shape).toEqual([7]);
  expect(() => x.at([3, null] as never)).toThrow(/"1:3"/);
});
