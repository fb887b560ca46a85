import { complementaryErrorFunction, errorFunction } from "../../kernels/scalar/error-function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul, neg } from "./arithmetic.ts";
import { clamp } from "./clamp.ts";
import { exp } from "./exponentials.ts";
import { square } from "./roots.ts";
import { unary, type UnaryOp } from "./unary.ts";

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
/** Beyond it `e^(-x²)` is 0 in float64. */
const FAR = 28;

const slope = (x: number): number => Math.exp(-(x * x)) * TWO_OVER_SQRT_PI;
// Clamped, so that higher derivatives do not multiply an infinite power of x by 0.
const derivative = (x: Tensor): Tensor =>
  mul(exp(neg(square(clamp(x, { min: -FAR, max: FAR })))), TWO_OVER_SQRT_PI);

/** The error function, `2/√π ∫₀ˣ e^(-t²) dt`. */
export const erf: UnaryOp = unary({ name: "erf", saves: "input", value: errorFunction, slope, derivative });

/** The complementary error function, `1 - erf(x)`, exact where it is small too. */
export const erfc: UnaryOp = unary({
  name: "erfc",
  saves: "input",
  value: complementaryErrorFunction,
  slope: (x) => -slope(x),
  derivative: (x) => neg(derivative(x)),
});
