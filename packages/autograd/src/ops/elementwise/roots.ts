import { mul, div, neg } from "./arithmetic.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `x²`. */
export const square: UnaryOp = unary({
  name: "square",
  saves: "input",
  value: (x) => x * x,
  slope: (x) => 2 * x,
  derivative: (x) => mul(x, 2),
});

/** `√x`: NaN below 0; the gradient is infinite at 0. */
export const sqrt: UnaryOp = unary({
  name: "sqrt",
  saves: "output",
  value: Math.sqrt,
  slope: (y) => 0.5 / y,
  derivative: (y) => div(0.5, y),
});

/** `1 / √x`. */
export const rsqrt: UnaryOp = unary({
  name: "rsqrt",
  saves: "output",
  value: (x) => 1 / Math.sqrt(x),
  slope: (y) => y * y * y * -0.5,
  derivative: (y) => mul(mul(square(y), y), -0.5),
});

/** `1 / x`. */
export const reciprocal: UnaryOp = unary({
  name: "reciprocal",
  saves: "output",
  value: (x) => 1 / x,
  slope: (y) => -(y * y),
  derivative: (y) => neg(square(y)),
});
