import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { poolMax, poolMaxAt } from "./max-pooling.ts";
import { operand } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";
import type { PerAxis } from "./per-axis.ts";
import type { ValuesAndIndices } from "./reductions/running-extrema.ts";
import { planPooling, type MaxPoolIndicesOptions, type MaxPoolOptions } from "./pool-spans.ts";

/**
 * The largest element of every window along the last two axes; padding counts as -Infinity, and so does a dilated window
 * that meets nothing else. The gradient goes to that element, the first of equals.
 *
 * @param x `[batch, channels, height, width]`, or the same without batch
 * @param kernelSize size of the window: a whole number for both axes, or `[height, width]`
 * @example
 * maxPool2d(randn([1, 3, 8, 8]), 2).shape; // [1, 3, 4, 4]
 * @throws ShapeError if `x` has other axes or is smaller than the window
 * @throws ArgumentError if an option is out of range: padding beyond half the kernel size, as in PyTorch
 */
export function maxPool2d(
  x: TensorLike,
  kernelSize: PerAxis,
  options: MaxPoolIndicesOptions,
): ValuesAndIndices;
export function maxPool2d(x: TensorLike, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor;
export function maxPool2d(
  x: TensorLike,
  kernelSize: PerAxis,
  options: MaxPoolOptions & { readonly returnIndices?: boolean } = {},
): Tensor | ValuesAndIndices {
  const t = operand("maxPool2d", x);
  checkOptions("maxPool2d", options, ["stride", "padding", "dilation", "ceilMode", "returnIndices"]);
  checkFlag("maxPool2d", "returnIndices", options.returnIndices);
  const plan = planPooling("maxPool2d", 2, t, kernelSize, options);
  return options.returnIndices === true ? poolMaxAt(t, plan) : poolMax(t, plan);
}
