import fc from "fast-check";
import { expect, test } from "vitest";
import { ShapeError } from "../../src/index.ts";
import { broadcastAxes, broadcastShape, broadcastsTo, forEachRun } from "../../src/tensor/broadcast.ts";
import { sizeOf } from "../../src/tensor/shape.ts";

/** Two shapes that broadcast: a common one with axes dropped from the left or squeezed to 1 in each. */
const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.nat(3)), { maxLength: 5 }).chain((axes) =>
  fc.tuple(fc.nat(axes.length), fc.nat(axes.length)).map(([dropA, dropB]) => ({
    a: axes.map(([size, squeeze]) => (squeeze & 1 ? 1 : size)).slice(dropA),
    b: axes.map(([size, squeeze]) => (squeeze & 2 ? 1 : size)).slice(dropB),
  })),
);

test("runs visit every element of the result once, in order, at NumPy's positions", () => {
  fc.assert(
    fc.property(pairs, ({ a, b }) => {
      const out = broadcastShape("test", a, b);
      const seen: [number, number, number][] = [];
      forEachRun(a, b, out, (n, ao, as, bo, bs, o) => {
        for (let i = 0; i < n; i++) seen.push([o + i, ao + i * as, bo + i * bs]);
      });
      expect(seen).toHaveLength(sizeOf(out));
      seen.forEach(([o, ai, bi], i) => {
        expect(o).toBe(i);
        expect(ai).toBe(position(i, out, a));
        expect(bi).toBe(position(i, out, b));
      });
      expect(broadcastsTo(a, out) && broadcastsTo(b, out)).toBe(true);
    }),
  );
});

test("the axes that broadcasting repeats are those that shrink back", () => {
  fc.assert(
    fc.property(pairs, ({ a, b }) => {
      const out = broadcastShape("test", a, b);
      const repeated = sizeOf(broadcastAxes(a, out).map((axis) => out[axis]));
      expect(sizeOf(a) * repeated).toBe(sizeOf(out));
    }),
  );
});

test("shapes that clash are named with the axis", () => {
  expect(() => broadcastShape("add", [2, 3], [2, 4])).toThrow(ShapeError);
  expect(() => broadcastShape("add", [2, 3], [2, 4])).toThrow(
    "add: shapes [2, 3] and [2, 4] do not broadcast: sizes 3 and 4 differ at axis -1",
  );
});

/** Where element `flat` of `out` is read from in a contiguous tensor of shape `from`. */
function position(flat: number, out: readonly number[], from: readonly number[]): number {
  let at = 0;
  let stride = 1;
  for (let i = 1; i <= out.length; i++) {
    const index = flat % out[out.length - i];
    flat = Math.floor(flat / out[out.length - i]);
    if (i > from.length) continue;
    if (from[from.length - i] !== 1) at += index * stride;
    stride *= from[from.length - i];
  }
  return at;
}
