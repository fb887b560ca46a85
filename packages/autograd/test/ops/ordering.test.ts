import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { argsort, cummax, cummin, gather, sort, tensor, topk, type Tensor } from "../../src/index.ts";

/** A [2, n, 2] tensor with many ties and a NaN here and there. */
const tied = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc
    .array(fc.constantFrom(0, 1, 2, -1, -0, Infinity, -Infinity, NaN), {
      minLength: 4 * n,
      maxLength: 4 * n,
    })
    .map((data) => tensor(data, { shape: [2, n, 2] })),
);
/** The lane of the middle axis at `[i, :, j]`. */
const lane = (data: ArrayLike<number>, n: number, i: number, j: number): number[] =>
  Array.from({ length: n }, (_, r) => data[(i * n + r) * 2 + j]);
const lanes = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore
/** Whether `a` may stand before `b` in ascending order: NaN is the largest. */
const precedes = (a: number, b: number): boolean => a <= b || Number.isNaN(b);

describe("sort", () => {
  test.each([false, true])(
    "orders every lane, equals in their old order, NaN as the largest (%s)",
    (descending) => {
      fc.assert(
        fc.property(tied, (x) => {
          const n = x.shape[1];
          const { values, indices } = sort(x, { axis: 1, descending });
          for (const [i, j] of lanes) {
            const before = lane(x.data, n, i, j);
            const order = lane(indices, n, i, j);
            const after = lane(values.data, n, i, j);
            expect([...order].sort((a, b) => a - b)).toEqual(before.map((_, r) => r));
            expect(after).toEqual(order.map((r) => before[r]));
            for (let r = 1; r < n; r++) {
              const [a, b] = descending ? [after[r], after[r - 1]] : [after[r - 1], after[r]];
              expect(precedes(a, b)).toBe(true);
              if (precedes(b, a)) expect(order[r - 1]).toBeLessThan(order[r]);
            }
          }
        }),
      );
    },
  );

  test("argsort gives its indices, gather with them its values, topk its beginning", () => {
    fc.assert(
      fc.property(tied, fc.nat(6), (x, most) => {
        const n = x.shape[1];
        const k = Math.min(most, n);
        for (const descending of [false, true]) {
          const { values, indices } = sort(x, { axis: 1, descending });
          expect(argsort(x, { axis: 1, descending })).toEqual(indices);
          expect(gather(x, indices, { axis: 1, shape: x.shape }).toArray()).toEqual(values.toArray());
          const best = topk(x, k, { axis: 1, largest: descending });
          expect(best.values.shape).toEqual([2, k, 2]);
          for (const [i, j] of lanes) {
            expect(lane(best.values.data, k, i, j)).toEqual(lane(values.data, n, i, j).slice(0, k));
            expect(lane(best.indices, k, i, j)).toEqual(lane(indices, n, i, j).slice(0, k));
          }
        }
      }),
    );
  });
});

test.each<[string, typeof cummax, (a: number, b: number) => boolean]>([
  ["cummax", cummax, (a, b) => a >= b],
  ["cummin", cummin, (a, b) => a <= b],
])("%s is the last best element of every prefix, NaN once there is one", (_, op, isBetter) => {
  fc.assert(
    fc.property(tied, (x: Tensor) => {
      const n = x.shape[1];
      const { values, indices } = op(x, { axis: 1 });
      for (const [i, j] of lanes) {
        const all = lane(x.data, n, i, j);
        lane(indices, n, i, j).forEach((best, r) => {
          const value = all[best];
          expect(lane(values.data, n, i, j)[r]).toBe(value);
          const prefix = all.slice(0, r + 1);
          if (prefix.some(Number.isNaN)) return expect(value).toBeNaN();
          expect(prefix.every((other) => isBetter(value, other))).toBe(true);
          expect(prefix.lastIndexOf(value)).toBe(best);
        });
      }
    }),
  );
});
