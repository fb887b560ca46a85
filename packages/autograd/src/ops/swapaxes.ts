import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { swapped } from "./transpose.ts";

/**
 * `x` with two axes swapped: NumPy's name for `transpose`, without its defaults.
 *
 * @throws ShapeError if `x` lacks one of the axes
 */
export function swapaxes(x: TensorLike, axis0: number, axis1: number): Tensor {
  return swapped("swapaxes", x, axis0, axis1);
}
