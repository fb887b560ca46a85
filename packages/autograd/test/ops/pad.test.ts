import fc from "fast-check";
import { expect, test } from "vitest";
import { arange, grad, onesLike, pad, type Pads, type Tensor } from "../../src/index.ts";

const pairs: fc.Arbitrary<Pads> = fc.tuple(fc.integer({ min: -2, max: 3 }), fc.integer({ min: -2, max: 3 }));

test("each element of the result is x's at the shifted place, or the value", () => {
  fc.assert(
    fc.property(pairs, pairs, fc.constantFrom(0, 1.5, -Infinity), (columnPads, rowPads, value) => {
      const x = arange(1, 21).reshape([4, 5]);
      const y = pad(x, [columnPads, rowPads], { value });
      expect(y.shape).toEqual([4 + rowPads[0] + rowPads[1], 5 + columnPads[0] + columnPads[1]]);
      const expected = Array.from({ length: y.size }, (_, at) => {
        const i = Math.floor(at / y.shape[1]) - rowPads[0];
        const j = (at % y.shape[1]) - columnPads[0];
        return i >= 0 && i < 4 && j >= 0 && j < 5 ? x.data[i * 5 + j] : value;
      });
      expect(Array.from(y.data)).toEqual(expected);
      const g = grad((t: Tensor) => pad(t, [columnPads, rowPads], { value: 3 }).sum())(x) as Tensor;
      const kept = Array.from(x.data, (element) => (expected.includes(element) ? 1 : 0));
      // The value 1.5 is no element of x, and neither are 0 and -Infinity.
      expect(Array.from(g.data)).toEqual(kept);
    }),
  );
});

test("cropping what was added gives x back", () => {
  const x = arange(6).reshape([1, 2, 3]);
  const added = pad(x, [[1, 2], [0, 3], [2, 0]]); // prettier-ignore
  expect(pad(added, [[-1, -2], [-0, -3], [-2, 0]]).toArray()).toEqual(x.toArray()); // prettier-ignore
  expect(pad(onesLike(x), []).toArray()).toEqual(onesLike(x).toArray());
});

// Computed by PyTorch 1.13: for each mode and pad, torch.nn.functional.pad(torch.tensor([[[1., 2, 3, 4]]]), pad, mode=mode).
const CROPPED: readonly [mode: "circular" | "reflect" | "replicate", pads: Pads, expected: number[]][] = [
  ["circular", [-1, 1], [2, 3, 4, 2]],
  ["circular", [1, -1], [3, 1, 2, 3]],
  ["circular", [-1, 3], [2, 3, 4, 2, 3, 4]],
  ["circular", [3, -1], [1, 2, 3, 1, 2, 3]],
  ["circular", [-2, 2], [3, 4, 3, 4]],
  ["circular", [-3, 1], [4, 4]],
  ["circular", [-1, -1], [2, 3]],
  ["circular", [-4, 0], []],
  ["reflect", [-1, 3], [2, 3, 4, 3, 2, 1]],
  ["reflect", [3, -1], [4, 3, 2, 1, 2, 3]],
  ["reflect", [-3, 1], [4, 3]],
  ["replicate", [-2, 2], [3, 4, 4, 4]],
  ["replicate", [2, -1], [1, 1, 1, 2, 3]],
  ["replicate", [-4, 4], [4, 4, 4, 4]],
];

test.each(CROPPED)("mode %s with pads %j", (mode, pads, expected) => {
  const x = arange(1, 5);
  expect(pad(x, [pads], { mode }).toArray()).toEqual(expected);
  const counts = x.toArray().map((element) => expected.filter((value) => value === element).length);
  expect((grad((t: Tensor) => pad(t, [pads], { mode }).sum())(x) as Tensor).toArray()).toEqual(counts);
});

test("what is left after cropping must be wide enough to wrap", () => {
  expect(() => pad(arange(4), [[-2, 3]], { mode: "circular" })).toThrow(/at most 2 at either end/);
  expect(() => pad(arange(4), [[-4, 4]], { mode: "circular" })).toThrow(/at most 0 at either end/);
});
