import { extremum, type Extremum } from "./extremum.ts";

/**
 * The smallest element, or the smallest along `axis`: PyTorch's name for what `min` does here, ties sharing the gradient evenly.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const amin: Extremum = extremum("amin", (a, b) => a < b);
