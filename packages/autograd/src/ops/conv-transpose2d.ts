import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { convolveTransposed, type ConvTransposeOptions } from "./transposed-convolution.ts";

/**
 * Transposed convolution: every element of `x` spreads the kernel, scaled by it, over the result, which is the gradient of
 * {@link conv2d} with respect to its input. An axis of size n becomes
 * `(n - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1`.
 *
 * @param x `[batch, channels, height, width]`, or the same without batch
 * @param weight `[channels, out / groups, kernel height, kernel width]`
 * @param bias `[out]`, or null
 * @throws ShapeError if channels do not fit or nothing is left of the result
 * @throws ArgumentError if an option is out of range
 */
export function convTranspose2d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike | null,
  options: ConvTransposeOptions = {},
): Tensor {
  return convolveTransposed("convTranspose2d", 2, x, weight, bias, options);
}
