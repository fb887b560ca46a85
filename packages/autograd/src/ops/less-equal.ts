import type { BinaryOp } from "./binary.ts";
import { comparison } from "./comparison.ts";

/** 1 where `a ≤ b`, else 0, broadcast; 0 beside NaN. No gradient. */
export const lessEqual: BinaryOp = comparison("lessEqual", (a, b) => (a <= b ? 1 : 0));
