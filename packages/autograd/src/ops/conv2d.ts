import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { convolve, type ConvOptions } from "./convolution.ts";

/**
 * Convolution over the last two axes, as in PyTorch without flipping the kernel:
 * `out[n, o, i, j] = bias[o] + Σ_c,k,l weight[o, c, k, l] · x[n, c, i + k, j + l]`, with strides, dilations and padding as in
 * {@link conv1d} along each axis.
 *
 * @param x `[batch, channels, height, width]`, or the same without batch
 * @param weight `[out, channels / groups, kernel height, kernel width]`
 * @param bias `[out]`, or null
 * @param options whole numbers for both axes, or lists `[height, width]`
 * @example
 * conv2d(randn([8, 3, 32, 32]), randn([16, 3, 3, 3]), null, { stride: 2, padding: 1 }).shape; // [8, 16, 16, 16]
 * @throws ShapeError if channels do not fit or the kernel is larger than the padded image
 * @throws ArgumentError if an option is out of range
 */
export function conv2d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike | null,
  options: ConvOptions = {},
): Tensor {
  return convolve("conv2d", 2, x, weight, bias, options);
}
