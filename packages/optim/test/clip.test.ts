import fc from "fast-check";
import { ArgumentError, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { clipGradNorm, clipGradValue } from "../src/index.ts";
import { parameter, run } from "./support/parameters.ts";

function withGrads(grads: readonly number[][]): Tensor[] {
  return grads.map((grad) => parameter(grad, grad));
}

function allGrads(params: readonly Tensor[]): number[] {
  return params.flatMap((param) => [...(param.grad?.data ?? [])]);
}

function norm(values: readonly number[], p: number): number {
  if (p === Infinity) return Math.max(...values.map(Math.abs));
  return values.reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (1 / p);
}

describe("clipGradNorm", () => {
  test("returns the norm before, keeps the direction and leaves at most maxNorm", () => {
    const maxNorm = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(run, maxNorm, fc.constantFrom(1, 2, 3, Infinity), ({ grads }, limit, normType) => {
        const params = withGrads(grads);
        const before = allGrads(params);
        const total = clipGradNorm(params, limit, { normType });
        expect(total).toBeCloseTo(norm(before, normType), 9);
        const scale = Math.min(1, limit / (total + 1e-6));
        allGrads(params).forEach((g, i) => expect(g).toBeCloseTo(before[i] * scale, 9));
        expect(norm(allGrads(params), normType)).toBeLessThanOrEqual(Math.max(limit, 0) + 1e-9);
      }),
    );
  });

  test("does not overflow or vanish on the way", () => {
    expect(clipGradNorm(withGrads([[3e200, 4e200]]), Infinity)).toBeCloseTo(5e200, -190);
    expect(clipGradNorm(withGrads([[3e-200], [4e-200]]), 1) / 5e-200).toBeCloseTo(1, 12);
  });

  test("passes NaN on, unless asked to stop there", () => {
    const params = withGrads([[1, NaN], [2]]);
    const before = allGrads(params);
    expect(() => clipGradNorm(params, 1, { errorIfNonfinite: true })).toThrow(ArgumentError);
    expect(allGrads(params)).toEqual(before);
    expect(clipGradNorm(params, 1)).toBeNaN();
    expect(allGrads(params)).toEqual([NaN, NaN, NaN]);
  });

  test("skips parameters without a gradient", () => {
    const [param] = withGrads([[1]]);
    param.grad = null;
    expect(clipGradNorm([param], 1)).toBe(0);
  });

  test.each([
    [-1, {}],
    [NaN, {}],
    [1, { normType: 0 }],
    [1, { normType: NaN }],
  ])("refuses maxNorm %d with %o", (maxNorm, options) => {
    expect(() => clipGradNorm(withGrads([[1]]), maxNorm, options)).toThrow(/^clipGradNorm: \w+ must be/);
  });
});

describe("clipGradValue", () => {
  test("clamps every element", () => {
    fc.assert(
      fc.property(run, fc.double({ min: 0, max: 3, noNaN: true }), ({ grads }, limit) => {
        const params = withGrads(grads);
        const wanted = allGrads(params).map((g) => Math.min(limit, Math.max(-limit, g)));
        clipGradValue(params, limit);
        expect(allGrads(params)).toEqual(wanted);
      }),
    );
  });

  test.each([-1, NaN])("refuses %d", (limit) => {
    expect(() => clipGradValue(withGrads([[1]]), limit)).toThrow(/^clipGradValue: clipValue must be/);
  });
});
