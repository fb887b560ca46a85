import { refuseExtra } from "../tensor/arguments.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { poolMax } from "./max-pooling.ts";
import { operand } from "./operand.ts";
import { planAdaptive } from "./pool-spans.ts";

/**
 * The largest element of as many windows along the last axis as are wanted: window i of n over m elements goes from `⌊i m / n⌋` to
 * `⌈(i + 1) m / n⌉`.
 *
 * @param x `[batch, channels, length]`, or the same without batch
 * @param outputSize a whole number; null in a list keeps the size
 * @throws ShapeError if `x` has other axes, or none to pool
 * @throws ArgumentError if `outputSize` is not whole numbers from 1
 */
export function adaptiveMaxPool1d(x: TensorLike, outputSize: number | readonly (number | null)[]): Tensor {
  if (arguments.length > 2) refuseExtra("adaptiveMaxPool1d", arguments, 2);
  const t = operand("adaptiveMaxPool1d", x);
  const plan = planAdaptive("adaptiveMaxPool1d", 1, t, outputSize);
  return poolMax(t, plan);
}
