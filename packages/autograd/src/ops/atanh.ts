import { reciprocal } from "./reciprocal.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The number whose hyperbolic tangent is `x`: infinite at ±1, NaN beyond. */
export const atanh: UnaryOp = unary({
  name: "atanh",
  saves: "input",
  value: Math.atanh,
  slope: (x) => 1 / (1 - x * x),
  derivative: (x) => reciprocal(sub(1, square(x))),
});
