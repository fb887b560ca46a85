import type { Tensor } from "@rewind/autograd";
import { expect } from "vitest";

/** Same shape, and every element within `tolerance`, relative above 1. */
export function assertClose(
  actual: Tensor | null,
  expected: Tensor | null,
  tolerance: number = 1e-10,
  what: string = "",
): void {
  if (actual === null || expected === null) {
    expect([what, actual]).toEqual([what, expected]);
    return;
  }
  expect([what, ...actual.shape]).toEqual([what, ...expected.shape]);
  const at = expected.data.findIndex((value, i) => {
    const allowed = tolerance * Math.max(1, Math.abs(value));
    return !(Math.abs(actual.data[i] - value) <= allowed);
  });
  const found = { what, element: at, actual: actual.data[at], expected: expected.data[at] };
  expect(found).toEqual({ ...found, element: -1 });
}
