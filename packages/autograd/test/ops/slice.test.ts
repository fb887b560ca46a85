import fc from "fast-check";
import { expect, test } from "vitest";
import { arange, grad, select, slice, tensor, unstack, zeros, type Tensor } from "../../src/index.ts";
import type { SliceRange } from "../../src/index.ts";

const bound = fc.option(fc.integer({ min: -7, max: 7 }));
const ranges: fc.Arbitrary<SliceRange> = fc.oneof(
  fc.constant(null),
  fc.tuple(bound, bound, fc.option(fc.integer({ min: 1, max: 3 }))),
  fc.tuple(bound),
);

/** Python's rule, by Array.prototype.slice, which clips and counts from the end alike. */
function taken(range: SliceRange, length: number): number[] {
  const all = Array.from({ length }, (_, i) => i);
  if (range === null) return all;
  if (typeof range === "number") return [(range + length) % length];
  const [start, stop, step] = range;
  return all.slice(start ?? 0, stop ?? length).filter((_, i) => i % (step ?? 1) === 0);
}

test("takes what Python's slices take, axis by axis, and sends gradients back to just that", () => {
  const shapes = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 }));
  fc.assert(
    fc.property(shapes, ranges, fc.oneof(ranges, fc.constantFrom(0, -1)), (shape, first, second) => {
      const [rows, columns] = [taken(first, shape[0]), taken(second, shape[1])];
      const x = arange(shape[0] * shape[1]).reshape(shape);
      const y = slice(x, [first, second]);
      const expected = rows.flatMap((i) => columns.map((j) => i * shape[1] + j));
      expect(Array.from(y.data)).toEqual(expected);
      expect(y.shape).toEqual(typeof second === "number" ? [rows.length] : [rows.length, columns.length]);
      const g = grad((t: Tensor) => slice(t, [first, second]).sum())(x) as Tensor;
      expect(Array.from(g.data)).toEqual(Array.from(x.data, (_, i) => (expected.includes(i) ? 1 : 0)));
    }),
  );
});

test("a part that is one run of memory is a window, any other a copy", () => {
  const x = zeros([3, 4]);
  const shares = (part: Tensor): boolean => part.data.buffer === x.data.buffer;
  expect([slice(x, [[1]]), slice(x, [1, [1, 3]]), select(x, 0, -1)].map(shares)).toEqual([true, true, true]);
  expect([slice(x, [null, [1, 3]]), slice(x, [[0, 3, 2]]), select(x, 1, 0)].map(shares)).toEqual([
    false,
    false,
    false,
  ]);
});

test("a write into a window is seen by a backward pass that saved the whole", () => {
  const x = tensor([1, 2, 3], { requiresGrad: true });
  const y = x.mul(2);
  const z = y.square().sum();
  select(y.detach(), 0, 1).mutate("a test", (data) => data.fill(9));
  expect(() => z.backward()).toThrow(/a test/);
});

test("selecting each entry equals unstacking", () => {
  const x = arange(24).reshape([2, 3, 4]);
  for (const axis of [0, 1, 2]) {
    unstack(x, { axis }).forEach((entry, i) => expect(select(x, axis, i).toArray()).toEqual(entry.toArray()));
  }
});
