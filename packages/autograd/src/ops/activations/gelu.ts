import { ArgumentError, formatValue } from "../../errors.ts";
import { errorFunction } from "../../kernels/scalar/error-function.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { add, mul, sub } from "../elementwise/arithmetic.ts";
import { clamp } from "../elementwise/clamp.ts";
import { erf } from "../elementwise/erf.ts";
import { exp } from "../elementwise/exponentials.ts";
import { tanh } from "../elementwise/hyperbolics.ts";
import { square } from "../elementwise/roots.ts";
import { unary, type UnaryOp, type UnaryRule } from "../elementwise/unary.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";

/** Options of {@link gelu}. */
export interface GeluOptions {
  /** `"none"` for the normal distribution itself, `"tanh"` for the approximation by a hyperbolic tangent. Default `"none"`. */
  approximate?: "none" | "tanh";
}

/** Beyond it the distribution function is 0 or 1 in float64, and an infinite x would be multiplied by 0. */
const FAR = 40;
const INVERSE_SQRT_2 = Math.SQRT1_2;
const INVERSE_SQRT_2_PI = 1 / Math.sqrt(2 * Math.PI);
const TANH_SCALE = Math.sqrt(2 / Math.PI);
const TANH_CUBIC = 0.044715;

/** A cumulative distribution function and its density, as functions of numbers and as operations. */
interface Distribution {
  readonly cumulative: (x: number) => number;
  readonly density: (x: number) => number;
  readonly cumulativeOf: (x: Tensor) => Tensor;
  readonly densityOf: (x: Tensor) => Tensor;
}

const normal: Distribution = {
  cumulative: (x) => (errorFunction(x * INVERSE_SQRT_2) + 1) * 0.5,
  density: (x) => Math.exp(x * x * -0.5) * INVERSE_SQRT_2_PI,
  cumulativeOf: (x) => mul(add(erf(mul(x, INVERSE_SQRT_2)), 1), 0.5),
  densityOf: (x) => mul(exp(mul(square(x), -0.5)), INVERSE_SQRT_2_PI),
};

const approximatelyNormal: Distribution = {
  cumulative: (x) => (Math.tanh(x * (x * x * TANH_CUBIC + 1) * TANH_SCALE) + 1) * 0.5,
  density: (x) => {
    const y = Math.tanh(x * (x * x * TANH_CUBIC + 1) * TANH_SCALE);
    return (1 - y * y) * (x * x * (3 * TANH_CUBIC) + 1) * (0.5 * TANH_SCALE);
  },
  cumulativeOf: (x) => mul(add(tanh(tanhArgument(x)), 1), 0.5),
  densityOf: (x) =>
    mul(mul(sub(1, square(tanh(tanhArgument(x)))), add(mul(square(x), 3 * TANH_CUBIC), 1)), 0.5 * TANH_SCALE),
};

function tanhArgument(x: Tensor): Tensor {
  return mul(mul(x, add(mul(square(x), TANH_CUBIC), 1)), TANH_SCALE);
}

/** `x` times a distribution function of it. */
function gated({ cumulative, density, cumulativeOf, densityOf }: Distribution): UnaryRule<void> {
  return {
    name: "gelu",
    saves: "input",
    value: (x) => (x < -FAR ? -0 : x * cumulative(x)),
    slope(x) {
      const near = Math.max(-FAR, Math.min(x, FAR));
      return cumulative(near) + near * density(near);
    },
    derivative(x) {
      const near = clamp(x, { min: -FAR, max: FAR });
      return add(cumulativeOf(near), mul(near, densityOf(near)));
    },
  };
}

const exact: UnaryOp = unary(gated(normal));
const approximate: UnaryOp = unary({ ...gated(approximatelyNormal), name: "geluTanh" });

/**
 * Gaussian error linear unit: `x · Φ(x)` with the standard normal distribution function Φ, or with
 * `approximate: "tanh"` `x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
 *
 * Hendrycks, Gimpel, Gaussian error linear units (GELUs), arXiv:1606.08415.
 *
 * @throws ArgumentError if `approximate` is neither `"none"` nor `"tanh"`
 */
export function gelu(x: TensorLike, options: GeluOptions = {}): Tensor {
  checkOptions("gelu", options, ["approximate"]);
  const choice = options.approximate ?? "none";
  if (choice !== "none" && choice !== "tanh")
    throw new ArgumentError(`gelu: approximate must be "none" or "tanh", got ${formatValue(choice)}`);
  const t = operand("gelu", x);
  return choice === "none" ? exact(t) : approximate(t);
}
