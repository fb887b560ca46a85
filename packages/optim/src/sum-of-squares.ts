import { kernels, type TypedArray } from "@rewind/autograd";

/** `Σ x²` in float64: exact to its rounding for float32, whose squares neither overflow nor vanish there. */
export function sumOfSquares(x: TypedArray): number {
  const fast = kernels.sumOfSquares?.(x);
  if (fast !== undefined) return fast;
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i] * x[i];
  return total;
}
