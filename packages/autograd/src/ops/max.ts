import { extremum, type Extremum } from "./extremum.ts";

/**
 * The largest element, or the largest along `axis` (for its place see `argmax`). Equal largest elements share the
 * gradient evenly; a NaN counts as the largest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const max: Extremum = extremum("max", (a, b) => a > b);
