import { expect } from "vitest";
import type { Tensor } from "@rewind/autograd";

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** Fails unless shapes are equal and `|a - b| <= atol + rtol |b|` everywhere; NaN matches NaN, infinity itself. */
export function assertClose(a: Tensor, b: Tensor, { rtol, atol }: Tolerance): void {
  expect(a.shape).toEqual(b.shape);
  for (let i = 0; i < a.size; i++) {
    const x = a.data[i];
    const y = b.data[i];
    if (Object.is(x, y) || x === y || Math.abs(x - y) <= atol + rtol * Math.abs(y)) continue;
    expect.fail(`element ${i}: ${x} is not within ${atol} + ${rtol} |b| of ${y}`);
  }
}
