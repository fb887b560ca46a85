import { add } from "./add.ts";
import { square } from "./square.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** Tangent of an angle in radians. */
export const tan: UnaryOp = unary({
  name: "tan",
  saves: "output",
  value: Math.tan,
  slope: (y) => y * y + 1,
  derivative: (y) => add(square(y), 1),
});
