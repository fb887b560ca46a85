import { ShapeError, formatShape, formatValue } from "../errors.ts";
import { checkAxis, checkInteger, isList, type Shape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { checkPieces, cut } from "./pieces.ts";

/**
 * Cuts `x` along an axis (default 0) into pieces of one size (the last may be smaller) or of the sizes given. One record
 * however many pieces. Pieces of the first axis share memory with `x`.
 *
 * @throws ShapeError if given sizes do not add up to the axis
 */
export function split(
  x: TensorLike,
  sizeOrSizes: number | readonly number[],
  options: { axis?: number } = {},
): Tensor[] {
  const t = operand("split", x);
  checkOptions("split", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("split: a scalar has no axis to split; reshape it first");
  const axis = checkAxis("split", options.axis ?? 0, t.shape);
  return cut(t, checkSizes(t.shape, t.shape[axis], sizeOrSizes), axis, false);
}

function checkSizes(
  shape: Shape,
  length: number,
  sizeOrSizes: number | readonly number[],
): readonly number[] {
  if (typeof sizeOrSizes === "number") {
    const size = checkInteger("split", "size", sizeOrSizes, 1);
    const count = Math.max(1, Math.ceil(length / size));
    checkPieces("split", count);
    return Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
  }
  if (!isList(sizeOrSizes) || [...sizeOrSizes].some((size) => !Number.isInteger(size) || size < 0)) {
    throw new ShapeError(`split: sizes must be whole numbers >= 0, got ${formatValue(sizeOrSizes)}`);
  }
  const total = sizeOrSizes.reduce((a, b) => a + b, 0);
  if (total !== length) {
    throw new ShapeError(
      `split: sizes ${formatShape(sizeOrSizes)} add up to ${total}, the axis of shape ${formatShape(shape)} has ${length}`,
    );
  }
  return sizeOrSizes.slice();
}
