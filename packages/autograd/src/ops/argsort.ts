import type { TensorLike } from "../tensor/tensor.ts";
import { planSort, type SortOptions } from "./sort.ts";

/**
 * The indices that would sort `x` along an axis, flat in row-major order: those of {@link sort}.
 *
 * @example
 * argsort(tensor([3, 1, 2])); // Int32Array [1, 2, 0]
 * @throws ShapeError if `x` lacks the axis
 */
export function argsort(x: TensorLike, options: SortOptions = {}): Int32Array {
  return planSort("argsort", x, options)[1].indices;
}
