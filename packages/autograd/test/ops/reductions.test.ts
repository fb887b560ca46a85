import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  ShapeError,
  type Tensor,
  argmax,
  argmin,
  cumsum,
  grad,
  hessian,
  max,
  mean,
  min,
  norm,
  prod,
  std,
  sum,
  tensor,
  variance,
  type ReduceOptions,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 12 });
const float64 = (data: Parameters<typeof tensor>[0], shape?: number[]): Tensor =>
  tensor(data, { dtype: "float64", ...(shape && { shape }) });
const list = (t: Tensor): number[] => Array.from(t.data);
const close = { rtol: 1e-10, atol: 1e-10 };

/** A random [2, 3, 4] tensor and some of its axes. */
const reduced = fc.tuple(
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 24, maxLength: 24 }),
  fc.subarray([0, 1, 2], { minLength: 1 }),
);

test.each<[string, (x: Tensor, options?: ReduceOptions) => Tensor]>([
  ["mean", mean],
  ["prod", prod],
  ["max", max],
  ["min", min],
])("%s over several axes is that over each in turn, also where they are apart", (_name, op) => {
  fc.assert(
    fc.property(reduced, ([data, axes]) => {
      const x = float64(data, [2, 3, 4]);
      const inTurn = axes.reduce((t, axis) => op(t, { axis, keepDims: true }), x);
      const atOnce = op(x, { axis: axes, keepDims: true });
      expect(atOnce.shape).toEqual(inTurn.shape);
      assertClose(atOnce, inTurn, close);
      expect(op(x, { axis: axes }).shape).toEqual(inTurn.shape.filter((_, i) => !axes.includes(i)));
    }),
  );
});

describe("variance", () => {
  test("is the mean square minus the squared mean", () => {
    fc.assert(
      fc.property(values, (data) => {
        const x = float64(data);
        assertClose(variance(x, { unbiased: false }), mean(x.square()).sub(mean(x).square()), {
          rtol: 1e-9,
          atol: 1e-9,
        });
        assertClose(std(x).square(), variance(x), close);
      }),
    );
  });

  test("does not suffer from a large mean", () => {
    expect(variance(tensor([1e6 + 1, 1e6 + 2, 1e6 + 3])).item()).toBe(1);
  });

  test("of one element is NaN, and 0 if biased", () => {
    expect(variance(tensor([3])).item()).toBeNaN();
    expect(variance(tensor([3]), { unbiased: false }).item()).toBe(0);
  });

  test("std has gradient 0, at every order, where all elements are equal", () => {
    expect(list(grad((x) => std(x))([2, 2, 2]) as Tensor)).toEqual([0, 0, 0]);
    expect(list(hessian((x) => std(x))([2, 2])).map(Math.abs)).toEqual([0, 0, 0, 0]);
  });
});

describe("prod", () => {
  test("has the product of the others as gradient, however many zeros there are", () => {
    const factors = fc.array(fc.constantFrom(0, 0, 1, 2, -3, 0.5), { minLength: 1, maxLength: 5 });
    const without = (data: readonly number[], gone: readonly number[]): number =>
      data.reduce((product, value, i) => (gone.includes(i) ? product : product * value), 1);
    fc.assert(
      fc.property(factors, (data) => {
        const gradient = data.map((_, i) => without(data, [i]));
        assertClose(grad((x: Tensor) => prod(x))(data) as Tensor, tensor(gradient), close);
        const second = data.flatMap((_, i) => data.map((_, j) => (i === j ? 0 : without(data, [i, j]))));
        assertClose(
          hessian((x) => prod(x))(data),
          tensor(second, { shape: [data.length, data.length] }),
          close,
        );
      }),
    );
  });

  test("of nothing is 1", () => expect(prod(tensor([])).item()).toBe(1));
});

describe("max and min", () => {
  test("are the elements that argmax and argmin point at", () => {
    fc.assert(
      fc.property(reduced, fc.integer({ min: 0, max: 2 }), ([data], axis) => {
        const x = float64(data, [2, 3, 4]);
        const order = [0, 1, 2].filter((other) => other !== axis);
        const rows = x
          .permute([...order, axis])
          .reshape([-1, x.shape[axis]])
          .toArray() as number[][];
        expect(list(max(x, { axis }))).toEqual(rows.map((row, i) => row[argmax(x, { axis })[i]]));
        expect(list(min(x, { axis }))).toEqual(rows.map((row, i) => row[argmin(x, { axis })[i]]));
        expect(max(x).item()).toBe(x.data[argmax(x)[0]]);
        expect(data.every((value) => value <= max(x).item() && value >= min(x).item())).toBe(true);
      }),
    );
  });

  test("of zeros of both signs the first counts, as of other equals", () => {
    const zeros = fc.array(fc.constantFrom(0, -0), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(zeros, (data) => {
        for (const op of [max, min]) expect(op(float64(data)).item()).toBe(data[0]);
      }),
    );
  });

  test("share the gradient evenly among ties", () => {
    expect(list(grad((x: Tensor) => max(x))([3, 1, 3]) as Tensor)).toEqual([0.5, 0, 0.5]);
    expect(list(grad((x: Tensor) => min(x))([1, 1, 1, 2]) as Tensor)).toEqual(
      [1, 1, 1, 0].map((v) => Math.fround(v / 3)),
    );
  });

  test("count NaN as the extreme, and find the first of equals", () => {
    expect(max(tensor([1, NaN, 3])).item()).toBeNaN();
    expect(min(tensor([NaN, 1])).item()).toBeNaN();
    expect(Array.from(argmax(tensor([1, NaN, 3, NaN])))).toEqual([1]);
    expect(Array.from(argmin(tensor([[2, 1, 1], [0, 0, 5]]), { axis: 1 }))).toEqual([1, 0]); // prettier-ignore
  });

  test("refuse to choose from nothing, and give nothing for no rows", () => {
    expect(() => max(tensor([], { shape: [2, 0] }), { axis: 1 })).toThrow(ShapeError);
    expect(argmin(tensor([], { shape: [2, 0] }), { axis: 0 }).length).toBe(0);
  });
});

describe("norm", () => {
  test("scales with its vector and obeys the triangle inequality", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(1, 1.5, 2, 3, Infinity), (data, p) => {
        const x = float64(data);
        const y = float64(data.map((_, i) => data[data.length - 1 - i] + i));
        assertClose(norm(x.mul(-3), { p }), norm(x, { p }).mul(3), close);
        expect(norm(x.add(y), { p }).item()).toBeLessThanOrEqual(
          norm(x, { p }).item() + norm(y, { p }).item() + 1e-9,
        );
      }),
    );
  });

  test("agrees with its definition, and does not overflow on the way", () => {
    expect(norm(tensor([3, -4])).item()).toBe(5);
    expect(norm(tensor([3, -4]), { p: 1 }).item()).toBe(7);
    expect(norm(tensor([3, -4]), { p: Infinity }).item()).toBe(4);
    expect(norm(float64([3e200, 4e200])).item()).toBeCloseTo(5e200, -190);
    expect(norm(tensor([1e30, 1e30]), { p: 20 }).item()).toBeLessThan(1.1e30);
    expect(norm(tensor([])).item()).toBe(0);
  });

  test.each([-Infinity, -1, 0, 0.5, 1, 1.5, 2, 3, Infinity])(
    "p = %d has gradient 0 at the zero vector",
    (p) => {
      expect(list(grad((x: Tensor) => norm(x, { p }))([0, 0]) as Tensor)).toEqual([0, 0]);
    },
  );

  test("refuses an exponent that is no number", () => {
    expect(() => norm(tensor([1]), { p: NaN })).toThrow(ArgumentError);
    expect(() => norm(tensor([1]), { p: "fro" as never })).toThrow(ArgumentError);
  });
});

test("cumsum ends in the sum, and its differences are the elements", () => {
  fc.assert(
    fc.property(values, (data) => {
      const x = float64(data);
      const running = list(cumsum(x));
      expect(running[data.length - 1]).toBeCloseTo(sum(x).item(), 10);
      running.forEach((total, i) => expect(total - (running[i - 1] ?? 0)).toBeCloseTo(data[i], 10));
    }),
  );
});

test("the mean of nothing is NaN", () => expect(mean(tensor([])).item()).toBeNaN());
