import type { BinaryOp } from "./binary.ts";
import { comparison } from "./comparison.ts";

/** 1 where `a ≠ b`, else 0, broadcast; NaN differs from everything. No gradient. */
export const notEqual: BinaryOp = comparison("notEqual", (a, b) => (a !== b ? 1 : 0));
