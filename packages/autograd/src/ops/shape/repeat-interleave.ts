import { ShapeError, formatShape } from "../../errors.ts";
import { reserve } from "../../tensor/allocate.ts";
import { toIndices, type Indices } from "../../tensor/indices.ts";
import { checkAxis, checkInteger } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { rowTaker } from "../indexing/rows.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { reshape } from "./reshape.ts";

const takeRows = rowTaker("repeatInterleave");

/**
 * Every entry of an axis several times, its copies side by side; without an axis, every element of the flat data. Their
 * gradients add up.
 *
 * @param repeats how often, from 0: one whole number for all, or one for each entry
 * @example
 * repeatInterleave(tensor([1, 2]), 2); // [1, 1, 2, 2]
 * repeatInterleave(tensor([1, 2]), [1, 3]); // [1, 2, 2, 2]
 * @throws ShapeError if `x` lacks the axis, or there is neither one number nor one for each entry
 * @throws ArgumentError if a number is below 0
 */
export function repeatInterleave(
  x: TensorLike,
  repeats: number | Indices,
  options: { axis?: number | null } = {},
): Tensor {
  const whole = operand("repeatInterleave", x);
  checkOptions("repeatInterleave", options, ["axis"]);
  const flat = (options.axis ?? null) === null || whole.ndim === 0;
  const t = flat ? reshape(whole, [whole.size]) : whole;
  const axis = checkAxis("repeatInterleave", flat ? 0 : (options.axis as number), t.shape);
  const length = t.shape[axis];
  const counts = typeof repeats === "number" ? null : toIndices("repeatInterleave", repeats);
  const all = counts === null ? checkInteger("repeatInterleave", "repeats", repeats, 0) : 0;
  if (counts !== null && (counts.shape.length !== 1 || counts.values.length !== length)) {
    throw new ShapeError(
      `repeatInterleave: repeats of shape ${formatShape(counts.shape)} must be one list of ${length}, one for each entry of axis ${axis}`,
    );
  }
  const total = counts === null ? length * all : counts.values.reduce((sum, n) => sum + n, 0);
  const indices = reserve(() => new Int32Array(total), total, 4, "repeatInterleave");
  for (let i = 0, at = 0; i < length; i++) {
    const next = at + (counts?.values[i] ?? all);
    indices.fill(i, at, next);
    at = next;
  }
  return takeRows(t, { axis, indices, indexShape: [total], frozen: -1 });
}
