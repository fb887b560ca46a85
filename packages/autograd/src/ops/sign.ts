import { stepFunction } from "./step-function.ts";
import type { UnaryOp } from "./unary.ts";

/** -1, 0 or 1 by the sign of `x`. Its gradient is zero everywhere. */
export const sign: UnaryOp = stepFunction("sign", Math.sign);
