import type { Tensor } from "../../tensor/tensor.ts";
import { neg, add, sub, div, mul } from "./arithmetic.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { zeroToInfinity } from "./magnitudes.ts";
import { square, rsqrt, reciprocal } from "./roots.ts";
import { unary, type UnaryOp } from "./unary.ts";

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

/** Tangent of an angle in radians. */
export const tan: UnaryOp = unary({
  name: "tan",
  saves: "output",
  value: Math.tan,
  slope: (y) => y * y + 1,
  derivative: (y) => add(square(y), 1),
});

/** The angle in [-π/2, π/2] whose sine is `x`; NaN outside [-1, 1], and an infinite gradient at its ends. */
export const asin: UnaryOp = unary({
  name: "asin",
  saves: "input",
  value: Math.asin,
  slope: (x) => 1 / Math.sqrt(1 - x * x),
  derivative: (x) => rsqrt(sub(1, square(x))),
});

/** The angle in [0, π] whose cosine is `x`; NaN outside [-1, 1], and an infinite gradient at its ends. */
export const acos: UnaryOp = unary({
  name: "acos",
  saves: "input",
  value: Math.acos,
  slope: (x) => -1 / Math.sqrt(1 - x * x),
  derivative: (x) => neg(rsqrt(sub(1, square(x)))),
});

/** The angle in (-π/2, π/2) whose tangent is `x`. For all four quadrants see `atan2`. */
export const atan: UnaryOp = unary({
  name: "atan",
  saves: "input",
  value: Math.atan,
  slope: (x) => 1 / (x * x + 1),
  derivative: (x) => reciprocal(add(square(x), 1)),
});

const squaredRadius = (y: Tensor, x: Tensor): Tensor => zeroToInfinity(add(square(y), square(x)));

/**
 * The angle in [-π, π] between the positive horizontal axis and the point `(x, y)`, broadcast: `atan2(y, x)`, vertical
 * coordinate first. At the origin, where it has no gradient, both gradients are 0.
 *
 * @example
 * atan2(tensor([1, -1]), tensor([-1, -1])); // [2.3562, -2.3562]
 * @throws ShapeError if the shapes do not broadcast
 */
export const atan2: BinaryOp = binary({
  name: "atan2",
  kernel: pairwise(Math.atan2),
  saves: true,
  gradients: [
    (g, y, x) => mul(g, div(x, squaredRadius(y, x))),
    (g, y, x) => mul(g, neg(div(y, squaredRadius(y, x)))),
  ],
});
