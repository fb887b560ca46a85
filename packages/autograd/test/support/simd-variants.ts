import fc from "fast-check";
import { expect } from "vitest";
import type { FloatArray } from "../../src/kernels/float-array.ts";
import { stagedKernels } from "../../src/kernels/simd/kernels.ts";
import { measured, type Thresholds } from "../../src/kernels/simd/thresholds.ts";
import { instantiate } from "../../src/kernels/simd/module.ts";

/** Thresholds that leave nothing to the plain loops. */
export const always: Thresholds = {
  ...measured,
  ...Object.fromEntries(Object.keys(measured).map((name) => [name, 0])),
};
/** Every kernel module that runs here. */
export const variants = [instantiate()]
  .filter((module) => module !== null)
  .map((module) => ({ name: "SIMD", module, kernels: stagedKernels(() => module, always) }));

export const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
/** Few elements, or about as many as are staged at a time. */
export const sizes = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4080, max: 4120 }));

/** Numbers in (-1, 1): a multiplicative generator is enough. */
export function noise(start: number, n: number, scale = 1): Float32Array {
  let state = start;
  return Float32Array.from({ length: n }, () => {
    state = (state * 48271) % 2147483647;
    return ((state / 2147483647) * 2 - 1) * scale;
  });
}

/** Each element is within its bound of what is expected; NaN and infinity are where they should be. */
export function assertWithin(actual: FloatArray, expected: FloatArray, bound: (i: number) => number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    if (!(Math.abs(actual[i] - expected[i]) <= bound(i))) {
      throw new Error(`element ${i}: ${actual[i]}, expected ${expected[i]}`);
    }
  }
}

/** Distance between a float32 number's neighbours around `exact`. */
export function ulpOf(exact: number): number {
  const exponent = Math.floor(Math.log2(Math.min(Math.abs(exact), 3.4028234663852886e38)));
  return 2 ** (Math.max(exponent, -126) - 23);
}

/** Error of a float32 result in units of its last place; infinity is right from half a unit past the last number. */
export function ulpsBetween(actual: number, exact: number): number {
  if (Number.isNaN(exact)) return Number.isNaN(actual) ? 0 : Infinity;
  if (Object.is(actual, Math.fround(exact)))
    return Math.min(0.5, Math.abs(actual - exact) / ulpOf(exact)) || 0;
  return Math.abs(actual - exact) / ulpOf(exact);
}
