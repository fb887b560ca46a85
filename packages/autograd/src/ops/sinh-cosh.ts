import { unary, type UnaryOp } from "./unary.ts";

// Each is the other's gradient, so they share a file.

/** Hyperbolic sine, `(e^x - e^-x) / 2`. */
export const sinh: UnaryOp = unary({
  name: "sinh",
  saves: "input",
  value: Math.sinh,
  slope: Math.cosh,
  derivative: (x) => cosh(x),
});

/** Hyperbolic cosine, `(e^x + e^-x) / 2`. */
export const cosh: UnaryOp = unary({
  name: "cosh",
  saves: "input",
  value: Math.cosh,
  slope: Math.sinh,
  derivative: (x) => sinh(x),
});
