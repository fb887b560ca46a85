import { add } from "./add.ts";
import { reciprocal } from "./reciprocal.ts";
import { square } from "./square.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The angle in (-π/2, π/2) whose tangent is `x`. For all four quadrants see `atan2`. */
export const atan: UnaryOp = unary({
  name: "atan",
  saves: "input",
  value: Math.atan,
  slope: (x) => 1 / (x * x + 1),
  derivative: (x) => reciprocal(add(square(x), 1)),
});
