import { sub, add } from "./arithmetic.ts";
import { square, rsqrt, reciprocal } from "./roots.ts";
import { unary, type UnaryOp } from "./unary.ts";

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

/** Hyperbolic tangent, `(e^x - e^-x) / (e^x + e^-x)`. */
export const tanh: UnaryOp = unary({
  name: "tanh",
  saves: "output",
  value: Math.tanh,
  slope: (y) => 1 - y * y,
  derivative: (y) => sub(1, square(y)),
});

/** The number whose hyperbolic sine is `x`. */
export const asinh: UnaryOp = unary({
  name: "asinh",
  saves: "input",
  value: Math.asinh,
  slope: (x) => 1 / Math.sqrt(x * x + 1),
  derivative: (x) => rsqrt(add(square(x), 1)),
});

/** The number from 0 on whose hyperbolic cosine is `x`; NaN below 1, and an infinite gradient at 1. */
export const acosh: UnaryOp = unary({
  name: "acosh",
  saves: "input",
  value: Math.acosh,
  slope: (x) => 1 / Math.sqrt(x * x - 1),
  derivative: (x) => rsqrt(sub(square(x), 1)),
});

/** The number whose hyperbolic tangent is `x`: infinite at ±1, NaN beyond. */
export const atanh: UnaryOp = unary({
  name: "atanh",
  saves: "input",
  value: Math.atanh,
  slope: (x) => 1 / (1 - x * x),
  derivative: (x) => reciprocal(sub(1, square(x))),
});
