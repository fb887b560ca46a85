import { ShapeError, formatShape } from "../errors.ts";
import { checkAxis, isList } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { operands } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { join } from "./pieces.ts";

/**
 * Tensors joined along an axis they have, by default the first; all other sizes must agree.
 *
 * @throws ShapeError if there are none, or their other sizes differ
 */
export function concat(tensors: readonly TensorLike[], options: { axis?: number } = {}): Tensor {
  if (!isList(tensors) || tensors.length === 0) throw new ShapeError("concat: needs at least one tensor");
  checkOptions("concat", options, ["axis"]);
  const inputs = operands("concat", tensors);
  const { shape } = inputs[0];
  if (shape.length === 0) throw new ShapeError("concat: scalars have no axis to join along; use stack");
  const axis = checkAxis("concat", options.axis ?? 0, shape);
  for (const input of inputs) {
    if (input.ndim !== shape.length || input.shape.some((size, i) => i !== axis && size !== shape[i])) {
      throw new ShapeError(
        `concat: shapes ${formatShape(shape)} and ${formatShape(input.shape)} differ elsewhere than at axis ${axis}; all other sizes must agree`,
      );
    }
  }
  return join(inputs, axis, false);
}
