import { ShapeError, formatShape } from "../errors.ts";
import { checkAxis, isList, sameShape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { operands } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { join } from "./pieces.ts";

/**
 * Tensors of one shape joined along a new axis, by default the first.
 *
 * @throws ShapeError if there are none, or their shapes differ
 */
export function stack(tensors: readonly TensorLike[], options: { axis?: number } = {}): Tensor {
  if (!isList(tensors) || tensors.length === 0) throw new ShapeError("stack: needs at least one tensor");
  checkOptions("stack", options, ["axis"]);
  const inputs = operands("stack", tensors);
  for (const input of inputs) {
    if (!sameShape(input.shape, inputs[0].shape)) {
      throw new ShapeError(
        `stack: shapes ${formatShape(inputs[0].shape)} and ${formatShape(input.shape)} differ; they must be equal`,
      );
    }
  }
  const axis = checkAxis("stack", options.axis ?? 0, [...inputs[0].shape, inputs.length]);
  return join(inputs, axis, true);
}
