import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { gatherAt } from "../indexing/positions.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { forEachLane, lanesAlong } from "./lanes.ts";

/** Chosen elements, and where along the axis each was, flat in row-major order. */
export interface ValuesAndIndices {
  /** The elements: gradients flow back to where they were. */
  readonly values: Tensor;
  /** Their indices along the axis, as many as there are values. */
  readonly indices: Int32Array;
}

/** The extremum of each running prefix along an axis. @internal */
export type RunningExtremum = (x: TensorLike, options?: { axis?: number }) => ValuesAndIndices;

/** Makes a running extremum: `replaces(a, b)` tells whether a later element `a` takes over from `b`. @internal */
export function runningExtremum(name: string, replaces: (a: number, b: number) => boolean): RunningExtremum {
  return (x, options = {}) => {
    const t = operand(name, x);
    checkOptions(name, options, ["axis"]);
    const lanes = lanesAlong(t.shape, checkAxis(name, options.axis ?? 0, t.shape));
    const { length, inner } = lanes;
    const indices = new Int32Array(t.size);
    const at = new Int32Array(t.size);
    forEachLane(lanes, (start) => {
      for (let r = 0, best = 0; r < length; r++) {
        const value = t.data[start + r * inner];
        const old = t.data[start + best * inner];
        if (value !== value || (old === old && replaces(value, old))) best = r;
        indices[start + r * inner] = best;
        at[start + r * inner] = start + best * inner;
      }
    });
    return { values: gatherAt(t, { at, shape: t.shape }), indices };
  };
}

/**
 * The largest element so far along an axis (default the first), and its place there. Of equals the latest counts and gets
 * the gradient; from a NaN on everything is NaN.
 *
 * @example
 * cummax(tensor([1, 3, 2])); // { values: [1, 3, 3], indices: [0, 1, 1] }
 * @throws ShapeError if `x` lacks the axis
 */
export const cummax: RunningExtremum = runningExtremum("cummax", (a, b) => a >= b);

/**
 * The smallest element so far along an axis (default the first), and its place there. Of equals the latest counts and gets
 * the gradient; from a NaN on everything is NaN.
 *
 * @example
 * cummin(tensor([3, 1, 2])); // { values: [3, 1, 1], indices: [0, 1, 1] }
 * @throws ShapeError if `x` lacks the axis
 */
export const cummin: RunningExtremum = runningExtremum("cummin", (a, b) => a <= b);
