import { unary, type UnaryOp } from "./unary.ts";

/** -1, 0 or 1 by the sign of `x`. Its gradient is zero everywhere. */
export const sign: UnaryOp = unary({
  name: "sign",
  saves: "input",
  value: Math.sign,
  slope: () => 0,
  derivative: () => 0,
});
