import { unary, type UnaryOp } from "./unary.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";

/** Hyperbolic tangent, `(e^x - e^-x) / (e^x + e^-x)`. */
export const tanh: UnaryOp = unary({
  name: "tanh",
  saves: "output",
  value: Math.tanh,
  slope: (y) => 1 - y * y,
  derivative: (y) => sub(1, square(y)),
});
