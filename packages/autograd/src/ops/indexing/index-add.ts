import { ShapeError, formatShape } from "../../errors.ts";
import type { Indices } from "../../tensor/indices.ts";
import { checkAxis, sameShape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { add, mul } from "../elementwise/arithmetic.ts";
import { operands } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { indexArgument } from "./index-argument.ts";
import { addedRows } from "./rows.ts";

/** Options of {@link indexAdd}. */
export interface IndexAddOptions {
  /** The axis whose entries the indices name. Default 0. */
  axis?: number;
  /** Factor of `source`. Default 1. */
  alpha?: number;
}

/**
 * `x` with `alpha` times entry `i` of `source` added to entry `indices[i]` of an axis, repeats adding up. `x` itself is not
 * changed.
 *
 * @param indices one list of whole numbers from 0
 * @param source of `x`'s shape, but along the axis as long as `indices`
 * @example
 * indexAdd(zeros([3]), [0, 2, 2], [1, 2, 3]); // [1, 0, 5]
 * @throws ShapeError if `source` or `indices` do not fit, or `x` lacks the axis
 * @throws ArgumentError if an index is out of range
 */
export function indexAdd(
  x: TensorLike,
  indices: Indices,
  source: TensorLike,
  options: IndexAddOptions = {},
): Tensor {
  const [t, s] = operands("indexAdd", [x, source]);
  checkOptions("indexAdd", options, ["axis", "alpha"]);
  const alpha = checkFinite("indexAdd", "alpha", options.alpha ?? 1);
  if (t.ndim === 0) throw new ShapeError("indexAdd: a scalar has no axis to index; reshape it first");
  const axis = checkAxis("indexAdd", options.axis ?? 0, t.shape);
  const { values, shape } = indexArgument("indexAdd", indices, t.shape[axis]);
  const wanted = t.shape.map((size, i) => (i === axis ? values.length : size));
  if (shape.length !== 1 || !sameShape(s.shape, wanted)) {
    throw new ShapeError(
      `indexAdd: source ${formatShape(s.shape)} with indices of shape ${formatShape(shape)} must be ${formatShape(wanted)}, and the ` +
        `indices one list, to add along axis ${axis} of ${formatShape(t.shape)}`,
    );
  }
  const scaled = alpha === 1 ? s : mul(s, alpha);
  return add(t, addedRows(scaled, { axis, indices: values, indexShape: shape, frozen: -1 }, t.shape));
}
