import { neg } from "./neg.ts";
import { unary, type UnaryOp } from "./unary.ts";

// Each is the other's gradient, so they share a file.

/** Sine of an angle in radians. */
export const sin: UnaryOp = unary({
  name: "sin",
  saves: "input",
  value: Math.sin,
  slope: Math.cos,
  derivative: (x) => cos(x),
});

/** Cosine of an angle in radians. */
export const cos: UnaryOp = unary({
  name: "cos",
  saves: "input",
  value: Math.cos,
  slope: (x) => -Math.sin(x),
  derivative: (x) => neg(sin(x)),
});
