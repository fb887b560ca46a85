import { neg } from "./neg.ts";
import { rsqrt } from "./rsqrt.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The angle in [0, π] whose cosine is `x`; NaN outside [-1, 1], and an infinite gradient at its ends. */
export const acos: UnaryOp = unary({
  name: "acos",
  saves: "input",
  value: Math.acos,
  slope: (x) => -1 / Math.sqrt(1 - x * x),
  derivative: (x) => neg(rsqrt(sub(1, square(x)))),
});
