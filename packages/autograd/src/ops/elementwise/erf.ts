import { errorFunction } from "../../kernels/scalar/error-function.ts";
import { mul, neg } from "./arithmetic.ts";
import { clamp } from "./clamp.ts";
import { exp } from "./exponentials.ts";
import { square } from "./roots.ts";
import { unary, type UnaryOp } from "./unary.ts";

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
/** Beyond it `e^(-x²)` is 0 in float64. */
const FAR = 28;

/** The error function, `2/√π ∫₀ˣ e^(-t²) dt`. */
export const erf: UnaryOp = unary({
  name: "erf",
  saves: "input",
  value: errorFunction,
  slope: (x) => Math.exp(-(x * x)) * TWO_OVER_SQRT_PI,
  // Clamped, so that higher derivatives do not multiply an infinite power of x by 0.
  derivative: (x) => mul(exp(neg(square(clamp(x, { min: -FAR, max: FAR })))), TWO_OVER_SQRT_PI),
});
