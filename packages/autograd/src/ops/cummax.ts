import { runningExtremum, type RunningExtremum } from "./running-extremum.ts";

/**
 * The largest element so far along an axis (default the first), and its place there. Of equals the latest counts and gets
 * the gradient; from a NaN on everything is NaN.
 *
 * @example
 * cummax(tensor([1, 3, 2])); // { values: [1, 3, 3], indices: [0, 1, 1] }
 * @throws ShapeError if `x` lacks the axis
 */
export const cummax: RunningExtremum = runningExtremum("cummax", (a, b) => a >= b);
