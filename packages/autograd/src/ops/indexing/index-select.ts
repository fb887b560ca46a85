import { ShapeError, formatShape } from "../../errors.ts";
import type { Indices } from "../../tensor/indices.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { indexArgument } from "./index-argument.ts";
import { rowTaker } from "./rows.ts";

const takeRows = rowTaker("indexSelect");

/**
 * The entries of an axis (default 0) that `indices` name, in that order, some perhaps several times: their gradients add up.
 * The axis gets the length of `indices`.
 *
 * @param indices one list of whole numbers from 0
 * @example
 * indexSelect(tensor([[1, 2], [3, 4]]), [1, 1, 0]); // [[3, 4], [3, 4], [1, 2]]
 * @throws ShapeError if `x` is a scalar, lacks the axis, or `indices` has more than one axis
 * @throws ArgumentError if an index is out of range
 */
export function indexSelect(x: TensorLike, indices: Indices, options: { axis?: number } = {}): Tensor {
  const t = operand("indexSelect", x);
  checkOptions("indexSelect", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("indexSelect: a scalar has no axis to select from");
  const axis = checkAxis("indexSelect", options.axis ?? 0, t.shape);
  const { values, shape } = indexArgument("indexSelect", indices, t.shape[axis]);
  if (shape.length !== 1) {
    throw new ShapeError(
      `indexSelect: indices of shape ${formatShape(shape)} are not one list; use embedding or gather, or flatten them`,
    );
  }
  return takeRows(t, { axis, indices: values, indexShape: shape, frozen: -1 });
}
