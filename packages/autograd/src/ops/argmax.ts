import { argExtremum, type ArgExtremum } from "./arg-extremum.ts";

/**
 * Where the largest element is: its index along `axis` for every position of the other axes, flat in row-major order, or
 * without an axis its one index into the flat data. The first of equals; a NaN counts as the largest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const argmax: ArgExtremum = argExtremum("argmax", (a, b) => a > b);
