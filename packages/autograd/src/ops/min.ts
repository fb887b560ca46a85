import { extremum, type Extremum } from "./extremum.ts";

/**
 * The smallest element, or the smallest along `axis` (for its place see `argmin`). Equal smallest elements share the
 * gradient evenly; a NaN counts as the smallest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const min: Extremum = extremum("min", (a, b) => a < b);
