import type { BinaryOp } from "./binary.ts";
import { comparison } from "./comparison.ts";

/** How much of the larger of `a` and `b` is `a`'s: 1, 0, or a half where they are equal. @internal */
export const tieShare: BinaryOp = comparison("tieShare", (a, b) => (a > b ? 1 : a === b ? 0.5 : 0));
