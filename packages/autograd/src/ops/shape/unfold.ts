import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { checkAxis, checkInteger } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { rowTaker } from "../indexing/rows.ts";
import { operand } from "../operand.ts";
import { movedim } from "./movedim.ts";

const takeRows = rowTaker("unfold");

/**
 * All windows of `size` entries along an axis, `step` apart: the axis counts the windows, and a new last axis runs through
 * each. As PyTorch's `Tensor.unfold`, but a copy; where windows overlap their gradients add up.
 *
 * @example
 * unfold(tensor([1, 2, 3, 4]), 0, 2, 1); // [[1, 2], [2, 3], [3, 4]]
 * @throws ShapeError if `x` is a scalar, lacks the axis, or has fewer than `size` entries there
 * @throws ArgumentError if `size` or `step` is not a whole number from 1
 */
export function unfold(x: TensorLike, axis: number, size: number, step: number): Tensor {
  if (arguments.length > 4) refuseExtra("unfold", arguments, 4);
  const t = operand("unfold", x);
  if (t.ndim === 0) throw new ShapeError("unfold: a scalar has no axis to unfold; reshape it first");
  const along = checkAxis("unfold", axis, t.shape);
  checkInteger("unfold", "size", size, 1);
  checkInteger("unfold", "step", step, 1);
  const length = t.shape[along];
  if (size > length)
    throw new ShapeError(
      `unfold: windows of ${size} do not fit axis ${along} of shape ${formatShape(t.shape)}`,
    );
  const count = Math.floor((length - size) / step) + 1;
  const indices = Int32Array.from(
    { length: count * size },
    (_, i) => Math.floor(i / size) * step + (i % size),
  );
  const windows = takeRows(t, { axis: along, indices, indexShape: [count, size], frozen: -1 });
  return movedim(windows, along + 1, -1);
}
