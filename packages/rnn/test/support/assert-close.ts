import type { Tensor } from "@rewind/autograd";
import { expect } from "vitest";

/** Same shape, and every element within `tolerance`, relative above 1. */
export function assertClose(
  actual: Tensor | null,
  expected: Tensor | null,
  tolerance: number = 1e-10,
  what: string = "",
): void {
  expect(actual === null, what).toBe(expected === null);
  if (actual === null || expected === null) return;
  expect(actual.shape, what).toEqual(expected.shape);
  for (let i = 0; i < expected.size; i++) {
    const difference = Math.abs(actual.data[i] - expected.data[i]);
    const allowed = tolerance * Math.max(1, Math.abs(expected.data[i]));
    expect(difference <= allowed, `${what} element ${i}: ${actual.data[i]} against ${expected.data[i]}`).toBe(
      true,
    );
  }
}
