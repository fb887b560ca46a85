import type { BinaryOp } from "./binary.ts";
import { comparison } from "./comparison.ts";

/** 1 where `a = b`, else 0, broadcast; NaN equals nothing. No gradient. */
export const equal: BinaryOp = comparison("equal", (a, b) => (a === b ? 1 : 0));
