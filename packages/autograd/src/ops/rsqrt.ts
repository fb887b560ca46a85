import { mul } from "./mul.ts";
import { square } from "./square.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `1 / √x`. */
export const rsqrt: UnaryOp = unary({
  name: "rsqrt",
  saves: "output",
  value: (x) => 1 / Math.sqrt(x),
  slope: (y) => y * y * y * -0.5,
  derivative: (y) => mul(mul(square(y), y), -0.5),
});
