import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** Logarithm to base 10: -infinity at 0, NaN below. */
export const log10: UnaryOp = unary({
  name: "log10",
  saves: "input",
  value: Math.log10,
  slope: (x) => 1 / (x * Math.LN10),
  derivative: (x) => div(1, mul(x, Math.LN10)),
});
