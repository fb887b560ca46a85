import { neg } from "./neg.ts";
import { square } from "./square.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `1 / x`. */
export const reciprocal: UnaryOp = unary({
  name: "reciprocal",
  saves: "output",
  value: (x) => 1 / x,
  slope: (y) => -(y * y),
  derivative: (y) => neg(square(y)),
});
