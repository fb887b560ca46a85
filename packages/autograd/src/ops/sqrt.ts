import { div } from "./div.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `√x`: NaN below 0; the gradient is infinite at 0. */
export const sqrt: UnaryOp = unary({
  name: "sqrt",
  saves: "output",
  value: Math.sqrt,
  slope: (y) => 0.5 / y,
  derivative: (y) => div(0.5, y),
});
