import { div } from "./div.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** Natural logarithm: -infinity at 0, NaN below. */
export const log: UnaryOp = unary({
  name: "log",
  saves: "input",
  value: Math.log,
  slope: (x) => 1 / x,
  derivative: (x) => div(1, x),
});
