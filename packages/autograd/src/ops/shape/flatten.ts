import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { checkAxis, sizeOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { reshape } from "./reshape.ts";

/**
 * `x` with the axes from `start` to `end`, both included, made into one; by default all of them. Shares memory with `x`. A
 * scalar becomes `[1]`.
 *
 * @example
 * flatten(zeros([8, 3, 4]), 1).shape; // [8, 12]
 * @throws ShapeError if `x` lacks one of the axes, or `start` comes after `end`
 */
export function flatten(x: TensorLike, start: number = 0, end: number = -1): Tensor {
  if (arguments.length > 3) refuseExtra("flatten", arguments, 3);
  const t = operand("flatten", x);
  const { shape } = t;
  const first = checkAxis("flatten", start, shape);
  const last = checkAxis("flatten", end, shape);
  if (first > last) {
    throw new ShapeError(
      `flatten: start ${start} comes after end ${end} in shape ${formatShape(shape)}; swap them`,
    );
  }
  return reshape(t, [
    ...shape.slice(0, first),
    sizeOf(shape.slice(first, last + 1)),
    ...shape.slice(last + 1),
  ]);
}
