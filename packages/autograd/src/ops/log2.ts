import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** Logarithm to base 2: -infinity at 0, NaN below. */
export const log2: UnaryOp = unary({
  name: "log2",
  saves: "input",
  value: Math.log2,
  slope: (x) => 1 / (x * Math.LN2),
  derivative: (x) => div(1, mul(x, Math.LN2)),
});
