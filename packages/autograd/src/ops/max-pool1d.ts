import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { poolMax, poolMaxAt } from "./max-pooling.ts";
import { operand } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";
import type { PerAxis } from "./per-axis.ts";
import type { ValuesAndIndices } from "./reductions/running-extrema.ts";
import { planPooling, type MaxPoolIndicesOptions, type MaxPoolOptions } from "./pool-spans.ts";

/**
 * The largest element of every window along the last axis; padding counts as -Infinity, and so does a dilated window
 * that meets nothing else. The gradient goes to that element, the first of equals.
 *
 * @param x `[batch, channels, length]`, or the same without batch
 * @param kernelSize size of the window: a whole number
 * @example
 * maxPool1d([[[1, 3, 2, 4]]], 2); // [[[3, 4]]]
 * @throws ShapeError if `x` has other axes or is smaller than the window
 * @throws ArgumentError if an option is out of range: padding beyond half the kernel size, as in PyTorch
 */
export function maxPool1d(
  x: TensorLike,
  kernelSize: PerAxis,
  options: MaxPoolIndicesOptions,
): ValuesAndIndices;
export function maxPool1d(x: TensorLike, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor;
export function maxPool1d(
  x: TensorLike,
  kernelSize: PerAxis,
  options: MaxPoolOptions & { readonly returnIndices?: boolean } = {},
): Tensor | ValuesAndIndices {
  const t = operand("maxPool1d", x);
  checkOptions("maxPool1d", options, ["stride", "padding", "dilation", "ceilMode", "returnIndices"]);
  checkFlag("maxPool1d", "returnIndices", options.returnIndices);
  const plan = planPooling("maxPool1d", 1, t, kernelSize, options);
  return options.returnIndices === true ? poolMaxAt(t, plan) : poolMax(t, plan);
}
