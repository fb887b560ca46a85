import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { triangle, type TriangleOptions } from "./triangle.ts";

/**
 * The lower triangle of a matrix, or of each of a batch of matrices: elements above the diagonal become 0.
 *
 * @example
 * tril(ones([4, 4])); // a causal mask
 * @throws ShapeError if `x` has fewer than two axes
 * @throws ArgumentError if `diagonal` is not a whole number
 */
export const tril: (x: TensorLike, options?: TriangleOptions) => Tensor = triangle("tril");
