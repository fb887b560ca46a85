import { ShapeError, formatShape } from "../../errors.ts";
import { checkAxis, isList, sameShape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operands } from "../operand.ts";
import { checkOptions } from "../options.ts";
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
  return joinChecked("concat", inputs, checkAxis("concat", options.axis ?? 0, shape));
}

/** Joins along an axis of the first, if the others fit. @internal */
export function joinChecked(op: string, inputs: readonly Tensor[], axis: number): Tensor {
  const { shape } = inputs[0];
  for (const input of inputs) {
    if (input.ndim !== shape.length || input.shape.some((size, i) => i !== axis && size !== shape[i])) {
      throw new ShapeError(
        `${op}: shapes ${formatShape(shape)} and ${formatShape(input.shape)} differ elsewhere than at axis ${axis}; all other sizes must agree`,
      );
    }
  }
  return join(inputs, axis, false);
}

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
