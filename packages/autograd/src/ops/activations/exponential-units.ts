import { refuseExtra } from "../../tensor/arguments.ts";
import { ArgumentError } from "../../errors.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { greater } from "../elementwise/comparisons.ts";
import { exp } from "../elementwise/exponentials.ts";
import { unaryWith, type UnaryOp } from "../elementwise/unary.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { where } from "../where.ts";

/** Parameters of the function linear above 0 and exponential below. @internal */
export interface ExponentialUnit {
  /** Minus the limit at -infinity, before `scale`. */
  readonly alpha: number;
  /** Slope where positive. */
  readonly scale: number;
  /** Steepness of the exponential. */
  readonly inputScale: number;
}

/** Makes `scale · x` where positive, `scale · alpha (e^(inputScale x) - 1)` elsewhere. @internal */
export function exponentialUnit(name: string): (x: TensorLike, parameters: ExponentialUnit) => Tensor {
  return unaryWith<ExponentialUnit>({
    name,
    saves: "input",
    value: (x, { alpha, scale, inputScale }) =>
      x > 0 ? x * scale : scale * alpha * Math.expm1(x * inputScale),
    slope: (x, { alpha, scale, inputScale }) =>
      x > 0 ? scale : Math.exp(x * inputScale) * (scale * alpha * inputScale),
    derivative(x, { alpha, scale, inputScale }) {
      const isLinear = greater(x, 0);
      // The exponential of a large x must not arise even where it is not chosen: its gradient would be 0 * infinity.
      const exponential = exp(mul(where(isLinear, 0, x), inputScale));
      return where(isLinear, scale, mul(exponential, scale * alpha * inputScale));
    },
  });
}

const eluOp = exponentialUnit("elu");
const celuOp = exponentialUnit("celu");
const seluOp = exponentialUnit("selu");

/** Options of {@link elu}. */
export interface EluOptions {
  /** Minus the limit at -infinity, and the gradient at 0. Default 1. */
  alpha?: number;
}

/**
 * Exponential linear unit: `x` where positive, `alpha (e^x - 1)` elsewhere; the gradient at 0 is `alpha`.
 *
 * Clevert, Unterthiner, Hochreiter, Fast and accurate deep network learning by exponential linear units, ICLR 2016.
 *
 * @throws ArgumentError if `alpha` is not a finite number
 */
export function elu(x: TensorLike, options: EluOptions = {}): Tensor {
  checkOptions("elu", options, ["alpha"]);
  const alpha = checkFinite("elu", "alpha", options.alpha ?? 1);
  return eluOp(x, { alpha, scale: 1, inputScale: 1 });
}

/** Options of {@link celu}. */
export interface CeluOptions {
  /** Minus the limit at -infinity; not 0. Default 1. */
  alpha?: number;
}

/**
 * Continuously differentiable exponential linear unit: `x` where positive, `alpha (e^(x / alpha) - 1)` elsewhere; the gradient
 * at 0 is 1 whatever `alpha`.
 *
 * Barron, Continuously differentiable exponential linear units, arXiv:1704.07483.
 *
 * @throws ArgumentError if `alpha` is 0 or not a finite number
 */
export function celu(x: TensorLike, options: CeluOptions = {}): Tensor {
  checkOptions("celu", options, ["alpha"]);
  const alpha = checkFinite("celu", "alpha", options.alpha ?? 1);
  if (alpha === 0) throw new ArgumentError("celu: alpha must not be 0; use relu for its limit");
  return celuOp(x, { alpha, scale: 1, inputScale: 1 / alpha });
}

/** The fixed point at which activations keep mean 0 and variance 1 from layer to layer. */
const NORMALIZING = { alpha: 1.6732632423543772, scale: 1.0507009873554805, inputScale: 1 };

/**
 * Scaled exponential linear unit: `λ x` where positive, `λ α (e^x - 1)` elsewhere, with α ≈ 1.6733 and λ ≈ 1.0507; the
 * gradient at 0 is `λ α`.
 *
 * Klambauer, Unterthiner, Mayr, Hochreiter, Self-normalizing neural networks, NeurIPS 2017.
 */
export const selu: UnaryOp = function (x) {
  if (arguments.length > 1) refuseExtra("selu", arguments, 1);
  return seluOp(x, NORMALIZING);
};
