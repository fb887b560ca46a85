import fc from "fast-check";
import { expect, test } from "vitest";
import { arange, chunk, concat, flatten, squeeze, unsqueeze, zeros } from "../../src/index.ts";

test("chunks joined give x back; all but the last have the size of the first, and none is left over", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 8 }), (length, chunks) => {
      const x = arange(2 * length).reshape([2, length]);
      const pieces = chunk(x, chunks, { axis: 1 });
      const sizes = pieces.map((piece) => piece.shape[1]);
      expect(concat(pieces, { axis: 1 }).toArray()).toEqual(x.toArray());
      expect(pieces.length).toBeLessThanOrEqual(chunks);
      expect(sizes.slice(0, -1).every((size) => size === Math.ceil(length / chunks))).toBe(true);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    }),
  );
});

test("nothing to cut gives as many empty pieces as asked", () => {
  expect(chunk(zeros([0, 3]), 4).map((piece) => piece.shape)).toEqual(Array(4).fill([0, 3]));
});

test("squeeze, unsqueeze and flatten name the same memory by another shape", () => {
  const x = zeros([1, 3, 1, 2]);
  const shaped = [
    squeeze(x),
    squeeze(x, -2),
    squeeze(x, [0, 1]),
    unsqueeze(x, -1),
    flatten(x),
    flatten(x, 1, 2),
  ];
  expect(shaped.map((y) => y.shape)).toEqual([[3, 2], [1, 3, 2], [3, 1, 2], [1, 3, 1, 2, 1], [6], [1, 3, 2]]);
  expect(shaped.every((y) => y.data.buffer === x.data.buffer)).toBe(true);
});
