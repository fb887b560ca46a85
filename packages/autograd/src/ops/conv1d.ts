import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { convolve, type ConvOptions } from "./convolution.ts";

/**
 * Convolution along the last axis, as in PyTorch without flipping the kernel:
 * `out[n, o, t] = bias[o] + Σ_c,k weight[o, c, k] · x[n, c, t · stride + k · dilation - padding]`.
 *
 * @param x `[batch, channels, length]`, or the same without batch
 * @param weight `[out, channels / groups, kernel]`
 * @param bias `[out]`, or null
 * @returns `[batch, out, ⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1]`
 * @example
 * conv1d(randn([8, 3, 100]), randn([16, 3, 5]), null, { padding: "same" }).shape; // [8, 16, 100]
 * @throws ShapeError if channels do not fit or the kernel is longer than the padded axis
 * @throws ArgumentError if an option is out of range
 */
export function conv1d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike | null,
  options: ConvOptions = {},
): Tensor {
  return convolve("conv1d", 1, x, weight, bias, options);
}
