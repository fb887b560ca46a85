import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorFunction } from "../../../src/kernels/scalar/error-function.ts";

/** The Maclaurin series, in float64 accurate for small x only. */
function series(x: number): number {
  let term = x;
  let total = 0;
  for (let n = 0; Math.abs(term) > 1e-20; n++) {
    total += term / (2 * n + 1);
    term *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

describe("errorFunction", () => {
  test("follows the Maclaurin series where that converges without cancellation", () => {
    fc.assert(
      fc.property(fc.double({ min: -1.2, max: 1.2, noNaN: true }), (x) => {
        expect(Math.abs(errorFunction(x) - series(x))).toBeLessThanOrEqual(1e-15);
      }),
    );
  });

  test("is odd, bounded and nowhere falling", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, step) => {
          const y = errorFunction(x);
          expect(errorFunction(-x)).toBe(-y);
          expect(y).toBeLessThanOrEqual(1);
          expect(errorFunction(x + step)).toBeGreaterThanOrEqual(y - 2 ** -52);
        },
      ),
    );
  });

  // Values of the C library's erf, at and around the seams of the approximation.
  test.each([
    [0.1, 0.1124629160182849],
    [0.46875, 0.49261347321793797],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3.9, 0.9999999652077514],
    [4, 0.9999999845827421],
    [4.1, 0.9999999932999724],
    [5.5, 0.9999999999999927],
  ])("erf(%d)", (x, expected) => {
    expect(Math.abs(errorFunction(x) - expected)).toBeLessThanOrEqual(2 ** -52);
  });

  test("reaches its limits and passes NaN on", () => {
    expect(errorFunction(Infinity)).toBe(1);
    expect(errorFunction(-Infinity)).toBe(-1);
    expect(errorFunction(NaN)).toBeNaN();
  });
});
