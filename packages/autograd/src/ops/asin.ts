import { rsqrt } from "./rsqrt.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The angle in [-π/2, π/2] whose sine is `x`; NaN outside [-1, 1], and an infinite gradient at its ends. */
export const asin: UnaryOp = unary({
  name: "asin",
  saves: "input",
  value: Math.asin,
  slope: (x) => 1 / Math.sqrt(1 - x * x),
  derivative: (x) => rsqrt(sub(1, square(x))),
});
