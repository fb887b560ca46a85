import fc from "fast-check";
import { expect, test } from "vitest";
import { arange, flip, permute, transpose, zeros } from "../../src/index.ts";

const orders = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
  }),
);
const counted = (shape: readonly number[]) => arange(shape.reduce((a, b) => a * b, 1)).reshape(shape);

test("axis i of the result is axis order[i] of x", () => {
  fc.assert(
    fc.property(orders, ({ shape, order }) => {
      const x = counted(shape);
      const y = permute(x, order);
      expect(y.shape).toEqual(order.map((axis) => shape[axis]));
      const indices = new Array<number>(shape.length).fill(0);
      for (let i = 0; i < y.size; i++) {
        let rest = i;
        for (let axis = order.length - 1; axis >= 0; axis--) {
          indices[order[axis]] = rest % y.shape[axis];
          rest = Math.floor(rest / y.shape[axis]);
        }
        expect(y.data[i]).toBe(indices.reduce((at, index, axis) => at * shape[axis] + index, 0));
      }
    }),
  );
});

test("a permutation and its inverse, two transpositions, two flips give x back", () => {
  fc.assert(
    fc.property(orders, ({ shape, order }) => {
      const x = counted(shape);
      const inverse = order.map((_, axis) => order.indexOf(axis));
      expect(permute(permute(x, order), inverse).toArray()).toEqual(x.toArray());
      expect(flip(flip(x, order), order).toArray()).toEqual(x.toArray());
      const other = order[0] ?? 0;
      expect(transpose(transpose(x, 0, other), 0, other).toArray()).toEqual(x.toArray());
    }),
  );
});

test("moving only axes of size 1 copies nothing", () => {
  const x = zeros([3, 1, 4, 1]);
  expect(permute(x, [1, 0, 3, 2]).data.buffer).toBe(x.data.buffer);
  expect(permute(x, [2, 1, 0, 3]).data.buffer).not.toBe(x.data.buffer);
});

test("a flip of every axis reverses the elements", () => {
  expect(Array.from(flip(counted([2, 3]), [0, 1]).data)).toEqual([5, 4, 3, 2, 1, 0]);
});
