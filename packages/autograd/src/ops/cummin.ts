import { runningExtremum, type RunningExtremum } from "./running-extremum.ts";

/**
 * The smallest element so far along an axis (default the first), and its place there. Of equals the latest counts and gets
 * the gradient; from a NaN on everything is NaN.
 *
 * @example
 * cummin(tensor([3, 1, 2])); // { values: [3, 1, 1], indices: [0, 1, 1] }
 * @throws ShapeError if `x` lacks the axis
 */
export const cummin: RunningExtremum = runningExtremum("cummin", (a, b) => a <= b);
