import { extremum, type Extremum } from "./extremum.ts";

/**
 * The largest element, or the largest along `axis`: PyTorch's name for what `max` does here, ties sharing the gradient evenly.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const amax: Extremum = extremum("amax", (a, b) => a > b);
