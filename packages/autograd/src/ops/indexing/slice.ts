import { refuseExtra } from "../../tensor/arguments.ts";
import { ArgumentError, ShapeError, formatShape, formatValue } from "../../errors.ts";
import { checkInteger, isList, stridesOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { part } from "./views.ts";

/**
 * What to take of one axis: `null` all of it, a number that one entry (and the axis goes), `[start, stop, step]` from `start`
 * up to but without `stop`. Each may be left out or null: 0, the end, 1. Negative positions count from the end; a negative step
 * goes backwards, from the end to the start unless told otherwise.
 */
export type SliceRange =
  number | null | readonly [start?: number | null, stop?: number | null, step?: number | null];

/**
 * A part of `x`, as NumPy's `x[start:stop:step, …]`: one range for each axis, all of the axes that have none. Ranges that reach
 * beyond the ends are clipped. A part that is one run of memory, such as some rows of the first axis, is shared with `x`.
 * To take every entry of an axis, `unstack` is one record instead of many; for lists of indices, masks and new axes see `at`.
 *
 * @param ranges from the first axis on, at most one for each
 * @example
 * slice(x, [[1, 3], null, [-2]]); // x[1:3, :, -2:]
 * @throws ShapeError if there are more ranges than axes
 * @throws ArgumentError if a position is not a whole number, a step 0, a single entry out of range, or if two or three
 * numbers alone may be entries as well as one range
 */
export function slice(x: TensorLike, ranges: readonly SliceRange[]): Tensor {
  if (arguments.length > 2) refuseExtra("slice", arguments, 2);
  const t = operand("slice", x);
  if (!isList(ranges))
    throw new ArgumentError(
      `slice: ranges must be a list with one entry for each axis, got ${formatValue(ranges)}`,
    );
  if ((ranges.length === 2 || ranges.length === 3) && ranges.every((range) => typeof range === "number")) {
    throw new ArgumentError(
      `slice: ${formatValue(ranges)} names one entry of each axis, or one range? write at(x, ${ranges.join(", ")}) for the entries, [[${ranges.join(", ")}]] for the range`,
    );
  }
  if (ranges.length > t.ndim) {
    throw new ShapeError(
      `slice: ${ranges.length} ranges for shape ${formatShape(t.shape)}; give at most ${t.ndim}`,
    );
  }
  const kept: number[] = [];
  const sizes = t.shape.slice();
  const strides = stridesOf(t.shape);
  let offset = 0;
  sizes.forEach((length, axis) => {
    const range = (ranges[axis] ?? null) as SliceRange;
    if (typeof range === "number") {
      offset += entryOf("slice", range, axis, length) * strides[axis];
      sizes[axis] = 1;
      return;
    }
    const { start, count, step } = rangeOf("slice", range, axis, length);
    offset += start * strides[axis];
    strides[axis] *= step;
    sizes[axis] = count;
    kept.push(count);
  });
  return part(t, { offset, shape: sizes, strides }, kept);
}

/** A position in an axis, counted from its end if negative. @internal */
export function entryOf(op: string, index: number, axis: number, length: number): number {
  if (!Number.isInteger(index) || index < -length || index >= length) {
    const bounds = length === 0 ? "which has no entries" : `use ${-length} to ${length - 1}`;
    throw new ArgumentError(
      `${op}: index ${formatValue(index)} is outside axis ${axis} of size ${length}, ${bounds}`,
    );
  }
  return index < 0 ? index + length : index;
}

/** A range of an axis: where it starts, how many entries it has, how far apart. @internal */
export function rangeOf(
  op: string,
  range: Exclude<SliceRange, number>,
  axis: number,
  length: number,
): { start: number; count: number; step: number } {
  if (range !== null && (!isList(range) || range.length > 3)) {
    throw new ArgumentError(
      `${op}: the range of axis ${axis} must be null, a number or [start, stop, step], got ${formatValue(range)}`,
    );
  }
  const [start, stop, by] = range ?? [];
  const step = checkInteger(op, `step of axis ${axis}`, by ?? 1);
  if (step === 0) throw new ArgumentError(`${op}: step of axis ${axis} must not be 0`);
  // Going backwards, one before the first entry is where the axis ends.
  const low = step > 0 ? 0 : -1;
  const high = length + low;
  const clipped = (position: number, name: string): number => {
    if (position !== Infinity && position !== -Infinity)
      checkInteger(op, `${name} of axis ${axis}`, position);
    return Math.min(Math.max(position < 0 ? position + length : position, low), high);
  };
  const from = (start ?? null) === null ? (step > 0 ? low : high) : clipped(start as number, "start");
  const to = (stop ?? null) === null ? (step > 0 ? high : low) : clipped(stop as number, "stop");
  const count = Math.max(0, Math.ceil((to - from) / step));
  return { start: count === 0 ? 0 : from, count, step };
}
