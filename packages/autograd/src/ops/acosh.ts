import { rsqrt } from "./rsqrt.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The number from 0 on whose hyperbolic cosine is `x`; NaN below 1, and an infinite gradient at 1. */
export const acosh: UnaryOp = unary({
  name: "acosh",
  saves: "input",
  value: Math.acosh,
  slope: (x) => 1 / Math.sqrt(x * x - 1),
  derivative: (x) => rsqrt(sub(square(x), 1)),
});
