import { checkAxis } from "../../tensor/shape.ts";
import type { TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkFlag, checkOptions } from "../options.ts";
import { checkNotEmpty } from "./extrema.ts";
import { forEachLane, lanesAlong } from "./lanes.ts";

/** Options of {@link argmax} and {@link argmin}. */
export interface ArgOptions {
  /** Axis to search, negative from the end. Default: all elements, giving one index into the flat data. */
  axis?: number | null;
  /** Accepted for symmetry with `max` and `min`: the indices come flat, so it changes nothing. */
  keepDims?: boolean;
}

/** A search for positions along an axis. */
export type ArgExtremum = (x: TensorLike, options?: ArgOptions) => Int32Array;

/** Makes a search for the first element that no other beats. @internal */
export function argExtremum(name: string, beats: (a: number, b: number) => boolean): ArgExtremum {
  const search: ArgExtremum = (x, options = {}) => {
    const { data, shape } = operand(name, x);
    checkOptions(name, options, ["axis", "keepDims"]);
    checkFlag(name, "keepDims", options.keepDims);
    const axis = options.axis ?? null;
    const lanes =
      axis === null
        ? { outer: 1, length: data.length, inner: 1 }
        : lanesAlong(shape, checkAxis(name, axis, shape));
    checkNotEmpty(name, shape, lanes.length);
    const { length, inner } = lanes;
    const out = new Int32Array(lanes.outer * inner);
    forEachLane(lanes, (start, lane) => {
      let best = data[start];
      for (let r = 1, at = start + inner; r < length && best === best; r++, at += inner) {
        const value = data[at];
        if (beats(value, best) || value !== value) {
          best = value;
          out[lane] = r;
        }
      }
    });
    return out;
  };
  // For stacks, which say who called.
  return Object.defineProperty(search, "name", { value: name });
}

/**
 * Where the largest element is: its index along `axis` for every position of the other axes, flat in row-major order, or
 * without an axis its one index into the flat data. The first of equals; a NaN counts as the largest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const argmax: ArgExtremum = argExtremum("argmax", (a, b) => a > b);

/**
 * Where the smallest element is: its index along `axis` for every position of the other axes, flat in row-major order, or
 * without an axis its one index into the flat data. The first of equals; a NaN counts as the smallest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const argmin: ArgExtremum = argExtremum("argmin", (a, b) => a < b);
