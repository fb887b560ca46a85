import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkFlag, checkOptions } from "../options.ts";
import type { ValuesAndIndices } from "../reductions/running-extrema.ts";
import { orderAlong, ordered, type Ordering } from "./ordering.ts";

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  /** Axis along which to sort. Default -1, the last. */
  axis?: number;
  /** Largest first. Default false. */
  descending?: boolean;
}

/** Checks the arguments of sort and argsort, and sorts. @internal */
export function planSort(op: string, x: TensorLike, options: SortOptions): [Tensor, Ordering] {
  const t = operand(op, x);
  checkOptions(op, options, ["axis", "descending"]);
  checkFlag(op, "descending", options.descending);
  const axis = checkAxis(op, options.axis ?? -1, t.shape);
  return [t, orderAlong(t, axis, options.descending ?? false)];
}

/**
 * The elements in ascending (or descending) order along an axis, and where each came from. Stable: equals keep their order. A
 * NaN counts as the largest.
 *
 * @example
 * const { values, indices } = sort(tensor([3, 1, 2])); // [1, 2, 3] and [1, 2, 0]
 * @throws ShapeError if `x` lacks the axis
 */
export function sort(x: TensorLike, options: SortOptions = {}): ValuesAndIndices {
  return ordered(...planSort("sort", x, options));
}

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
