import { ArgumentError, ShapeError, formatShape, formatValue } from "../../errors.ts";
import { checkInteger, stridesOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { part } from "./views.ts";

/**
 * What to take of one axis: `null` all of it, a number that one entry (and the axis goes), `[start, stop, step]` from `start`
 * up to but without `stop`. Each may be left out or null: 0, the end, 1. Negative positions count from the end.
 */
export type SliceRange =
  number | null | readonly [start?: number | null, stop?: number | null, step?: number | null];

/**
 * A part of `x`, as NumPy's `x[start:stop:step, …]`: one range for each axis, all of the axes that have none. Ranges that reach
 * beyond the ends are clipped. A part that is one run of memory, such as some rows of the first axis, is shared with `x`.
 * To take every entry of an axis, `unstack` is one record instead of many.
 *
 * @param ranges from the first axis on, at most one for each
 * @example
 * slice(x, [[1, 3], null, [-2]]); // x[1:3, :, -2:]
 * @throws ShapeError if there are more ranges than axes
 * @throws ArgumentError if a position is not a whole number, a step not one from 1, or a single entry out of range
 */
export function slice(x: TensorLike, ranges: readonly SliceRange[]): Tensor {
  const t = operand("slice", x);
  if (!Array.isArray(ranges))
    throw new ArgumentError(
      `slice: ranges must be a list with one entry for each axis, got ${formatValue(ranges)}`,
    );
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
    const { start, count, step } = resolve(range, axis, length);
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

function resolve(
  range: Exclude<SliceRange, number>,
  axis: number,
  length: number,
): { start: number; count: number; step: number } {
  if (range !== null && (!Array.isArray(range) || range.length > 3)) {
    throw new ArgumentError(
      `slice: the range of axis ${axis} must be null, a number or [start, stop, step], got ${formatValue(range)}`,
    );
  }
  const [start, stop, step] = range ?? [];
  const from = clipped(start ?? 0, `start of axis ${axis}`, length);
  const to = clipped(stop ?? length, `stop of axis ${axis}`, length);
  const by = checkInteger("slice", `step of axis ${axis}`, step ?? 1, 1);
  return { start: from, count: Math.max(0, Math.ceil((to - from) / by)), step: by };
}

function clipped(position: number, name: string, length: number): number {
  if (position === Infinity) return length;
  checkInteger("slice", name, position);
  return position < 0 ? Math.max(0, position + length) : Math.min(position, length);
}
