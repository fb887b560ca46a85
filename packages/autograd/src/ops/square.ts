import { unary, type UnaryOp } from "./unary.ts";
import { mul } from "./mul.ts";

/** `x²`. */
export const square: UnaryOp = unary({
  name: "square",
  saves: "input",
  value: (x) => x * x,
  slope: (x) => 2 * x,
  derivative: (x) => mul(x, 2),
});
