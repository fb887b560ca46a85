import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { triangle, type TriangleOptions } from "./triangle.ts";

/**
 * The upper triangle of a matrix, or of each of a batch of matrices: elements below the diagonal become 0.
 *
 * @throws ShapeError if `x` has fewer than two axes
 * @throws ArgumentError if `diagonal` is not a whole number
 */
export const triu: (x: TensorLike, options?: TriangleOptions) => Tensor = triangle("triu");
