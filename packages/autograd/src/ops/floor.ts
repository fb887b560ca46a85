import { stepFunction } from "./step-function.ts";
import type { UnaryOp } from "./unary.ts";

/** The largest whole number not above `x`. Its gradient is zero everywhere. */
export const floor: UnaryOp = stepFunction("floor", Math.floor);
