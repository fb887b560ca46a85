/** What is no tensor, though some of it could be made one. */
export const notTensors: unknown[] = [undefined, null, 3, "x", [[1, 2]], {}];
/** What is no size. */
export const notSizes: unknown[] = [0, -1, 1.5, NaN, Infinity, "3", null, undefined];
