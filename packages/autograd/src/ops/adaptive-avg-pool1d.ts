import { refuseExtra } from "../tensor/arguments.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { poolAvg } from "./avg-pooling.ts";
import { operand } from "./operand.ts";
import { planAdaptive } from "./pool-spans.ts";

/**
 * The mean of as many windows along the last axis as are wanted: window i of n over m elements goes from `⌊i m / n⌋` to
 * `⌈(i + 1) m / n⌉`.
 *
 * @param x `[batch, channels, length]`, or the same without batch
 * @param outputSize a whole number; null in a list keeps the size
 * @throws ShapeError if `x` has other axes, or none to pool
 * @throws ArgumentError if `outputSize` is not whole numbers from 1
 */
export function adaptiveAvgPool1d(x: TensorLike, outputSize: number | readonly (number | null)[]): Tensor {
  if (arguments.length > 2) refuseExtra("adaptiveAvgPool1d", arguments, 2);
  const t = operand("adaptiveAvgPool1d", x);
  const plan = planAdaptive("adaptiveAvgPool1d", 1, t, outputSize);
  return poolAvg(t, plan, false, null);
}
