import { kernels, type TypedArray } from "@rewind/autograd";

/** The least factor that float32 holds with all its digits. */
const LEAST = 2 ** -126;

/** Multiplies every element by `factor`. */
export function scaleInPlace(x: TypedArray, factor: number): void {
  const by = x instanceof Float32Array && factor >= LEAST ? Float32Array.of(factor) : Float64Array.of(factor);
  kernels.mul(x, 0, 1, by, 0, 0, x, 0, x.length);
}
