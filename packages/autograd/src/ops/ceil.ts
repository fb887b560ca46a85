import { stepFunction } from "./step-function.ts";
import type { UnaryOp } from "./unary.ts";

/** The smallest whole number not below `x`. Its gradient is zero everywhere. */
export const ceil: UnaryOp = stepFunction("ceil", Math.ceil);
