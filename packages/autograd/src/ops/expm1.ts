import { add } from "./add.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `e^x - 1`, exact for small `x` too. */
export const expm1: UnaryOp = unary({
  name: "expm1",
  saves: "output",
  value: Math.expm1,
  slope: (y) => y + 1,
  derivative: (y) => add(y, 1),
});
