import { sign } from "./sign.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `|x|`, with gradient 0 at 0. */
export const abs: UnaryOp = unary({
  name: "abs",
  saves: "input",
  value: Math.abs,
  slope: Math.sign,
  derivative: (x) => sign(x),
});
