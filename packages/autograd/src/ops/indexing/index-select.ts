import { ShapeError } from "../../errors.ts";
import type { Indices } from "../../tensor/indices.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { indexArgument, type IndexOptions } from "./index-argument.ts";
import { rowTaker } from "./rows.ts";

const takeRows = rowTaker("indexSelect");

/** Options of {@link indexSelect}. */
export interface IndexSelectOptions extends IndexOptions {
  /** The axis that is indexed. Default 0. */
  axis?: number;
}

/**
 * The entries of an axis (default 0) that `indices` name, in that order, some perhaps several times: their gradients add up.
 * The shape of `indices` takes the place of the axis.
 *
 * @param indices whole numbers, negative ones from the end; nested, or an Int32Array, perhaps with `shape` in the options
 * @example
 * indexSelect(tensor([[1, 2], [3, 4]]), [1, -1, 0]); // [[3, 4], [3, 4], [1, 2]]
 * @throws ShapeError if `x` is a scalar or lacks the axis
 * @throws ArgumentError if an index is out of range
 */
export function indexSelect(x: TensorLike, indices: Indices, options: IndexSelectOptions = {}): Tensor {
  const t = operand("indexSelect", x);
  checkOptions("indexSelect", options, ["axis", "shape"]);
  if (t.ndim === 0) throw new ShapeError("indexSelect: a scalar has no axis to select from");
  const axis = checkAxis("indexSelect", options.axis ?? 0, t.shape);
  const { values, shape } = indexArgument("indexSelect", indices, t.shape[axis], options, true);
  return takeRows(t, { axis, indices: values, indexShape: shape, frozen: -1 });
}
