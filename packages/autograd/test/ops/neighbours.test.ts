import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as rewind from "../../src/index.ts";
import { ArgumentError, tensor, type Tensor } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const numbers = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 9 });
const double = (data: rewind.TensorLike): Tensor => tensor(data, { dtype: "float64" });

test("fmod and remainder are a - b q for a whole q, with the sign of a and of b", () => {
  fc.assert(
    fc.property(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -9, max: 9 }), (i, j) => {
      const [a, b] = [i / 4, j / 2];
      const [left, right] = [rewind.fmod(double(a), b).item(), rewind.remainder(double(a), b).item()];
      if (b === 0) {
        expect([left, right]).toEqual([NaN, NaN]);
        return;
      }
      expect(Math.abs(left)).toBeLessThan(Math.abs(b));
      expect(Math.abs(right)).toBeLessThan(Math.abs(b));
      expect(left * a).toBeGreaterThanOrEqual(0);
      expect(right * b).toBeGreaterThanOrEqual(0);
      for (const rest of [left, right]) expect(Number.isInteger((a - rest) / b)).toBe(true);
    }),
  );
});

test("erfc stays exact where 1 - erf is nothing", () => {
  // From PyTorch's float64.
  const expected = [2, 1.5374597944280349e-12, 2.0884875837625446e-45, 0];
  assertClose(rewind.erfc(double([-7, 5, 10, 40])), double(expected), { rtol: 1e-13, atol: 0 });
  const x = double([-3, -0.5, -0.1, 0, 0.3, 0.5, 2, 3.9, 4.1]);
  assertClose(rewind.erfc(x), rewind.sub(1, rewind.erf(x)), { rtol: 1e-6, atol: 1e-15 });
});

test("nanToNum takes the dtype's own limits", () => {
  const limits = (dtype: "float32" | "float64"): number[] => Array.from(rewind.nanToNum(tensor([Infinity, -Infinity, NaN], { dtype })).data); // prettier-ignore
  const largest = (2 - 2 ** -23) * 2 ** 127;
  expect(limits("float32")).toEqual([largest, -largest, 0]);
  expect(limits("float64")).toEqual([Number.MAX_VALUE, -Number.MAX_VALUE, 0]);
});

test("median is the lower middle of the sorted elements, and NaN beside a NaN", () => {
  fc.assert(
    fc.property(numbers, (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      expect(rewind.median(list).item() + 0).toBe(sorted[Math.floor((list.length - 1) / 2)] + 0);
      expect(rewind.median([...list, NaN]).item()).toBe(NaN);
    }),
  );
  const x = tensor([1, 2, 2, 3], { requiresGrad: true });
  x.median().backward();
  expect(x.grad?.toArray()).toEqual([0, 0.5, 0.5, 0]);
});

test("unique puts every element together again, and counts it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), (list) => {
      const { values, inverse, counts } = rewind.unique(list);
      expect(Array.from(values.data)).toEqual([...new Set(list)].sort((a, b) => a - b));
      expect(Array.from(inverse, (i) => values.data[i])).toEqual(list.map((v) => v + 0));
      expect(Array.from(counts)).toEqual(Array.from(values.data, (v) => list.filter((w) => w === v).length));
    }),
  );
  const { values, counts } = rewind.unique(double([NaN, 1, NaN]));
  expect([Array.from(values.data), Array.from(counts), values.dtype]).toEqual([[1, NaN, NaN], [1, 1, 1], "float64"]); // prettier-ignore
});

test("any, all and countNonzero take booleans too, and know nothing of no elements", () => {
  expect(rewind.any([[false, true], [false, false]], { axis: 1 }).toArray()).toEqual([1, 0]); // prettier-ignore
  expect(rewind.all([NaN, 1]).item()).toBe(1);
  expect(rewind.countNonzero([0, NaN, -0, 2]).item()).toBe(2);
  expect([rewind.any([]).item(), rewind.all([]).item()]).toEqual([0, 1]);
});

describe("norm", () => {
  test("of 0 counts, with gradient 0; of negative p nothing overflows", () => {
    const x = tensor([0, -2, 3], { requiresGrad: true });
    const count = rewind.norm(x, { p: 0 });
    count.backward();
    expect([count.item(), x.grad?.toArray()]).toEqual([2, [0, 0, 0]]);
    expect(rewind.norm(double([1e-200, 1]), { p: -2 }).item()).toBeCloseTo(1e-200, 210);
    expect(rewind.norm(double([Infinity, 1]), { p: -1 }).item()).toBe(1);
    expect(rewind.norm([0, 5], { p: -1 }).item()).toBe(0);
    expect(rewind.norm([NaN, 5], { p: -1 }).item()).toBe(NaN);
  });

  test("lies between the least and the largest magnitude, and falls with p above 0", () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0.3, max: 8, noNaN: true }), (list, p) => {
        const norm = (of: number): number => rewind.norm(double(list), { p: of }).item();
        expect(norm(p)).toBeGreaterThanOrEqual(norm(Infinity) * (1 - 1e-12));
        expect(norm(-p)).toBeLessThanOrEqual(norm(-Infinity) * (1 + 1e-12));
        expect(norm(p)).toBeGreaterThanOrEqual(norm(p * 2) * (1 - 1e-12));
      }),
    );
  });
});

test("spread divides by n less the correction", () => {
  const x = double([1, 2, 4, 8]);
  const squares = rewind.variance(x, { correction: 0 }).item() * 4;
  for (const correction of [0, 1, 2.5]) {
    expect(rewind.variance(x, { correction }).item()).toBeCloseTo(squares / (4 - correction), 12);
    expect(rewind.std(x, { correction }).item()).toBeCloseTo(Math.sqrt(squares / (4 - correction)), 12);
  }
  expect(rewind.variance(x, { unbiased: false }).item()).toBe(squares / 4);
  expect(() => rewind.std(x, { correction: 1, unbiased: true })).toThrow(ArgumentError);
});

test("clamp's gradient goes to x within, and to the bound that prevails", () => {
  const [x, min, max] = [[1, 2, 3, 4], [1, 3, 2, 6], [1, 4, 2, 5]].map((data) => tensor(data, { requiresGrad: true })); // prettier-ignore
  rewind.clamp(x, { min, max }).sum().backward();
  expect([x, min, max].map((t) => t.grad?.toArray())).toEqual([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1]]); // prettier-ignore
});

test("maskedFill gives a tensor its part of the gradient", () => {
  const value = tensor(9, { requiresGrad: true });
  const x = tensor([1, 2, 3], { requiresGrad: true });
  const out = rewind.maskedFill(x, [true, false, true], value);
  out.sum().backward();
  expect([out, x.grad, value.grad].map((t) => t?.toArray())).toEqual([[9, 2, 9], [0, 1, 0], 2]);
});

test("hypot and cdist have gradient 0 where their root has none", () => {
  const x = tensor([[0, 0], [3, 4]], { requiresGrad: true }); // prettier-ignore
  rewind
    .cdist(x, [[0, 0]])
    .sum()
    .backward();
  expect(x.grad?.toArray()).toEqual([[0, 0], [expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]]); // prettier-ignore
  const a = tensor([0, 3], { requiresGrad: true });
  rewind.hypot(a, [0, 4]).sum().backward();
  expect(a.grad?.toArray()).toEqual([0, expect.closeTo(0.6, 6)]);
});
