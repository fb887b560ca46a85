import { add } from "./add.ts";
import { rsqrt } from "./rsqrt.ts";
import { square } from "./square.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The number whose hyperbolic sine is `x`. */
export const asinh: UnaryOp = unary({
  name: "asinh",
  saves: "input",
  value: Math.asinh,
  slope: (x) => 1 / Math.sqrt(x * x + 1),
  derivative: (x) => rsqrt(add(square(x), 1)),
});
