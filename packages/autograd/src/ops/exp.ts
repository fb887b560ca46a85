import { unary, type UnaryOp } from "./unary.ts";

/** `e^x`. */
export const exp: UnaryOp = unary({
  name: "exp",
  saves: "output",
  value: Math.exp,
  slope: (y) => y,
  derivative: (y) => y,
});
