import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { exp } from "./exp.ts";
import { greater } from "./greater.ts";
import { mul } from "./mul.ts";
import { checkFinite, checkOptions } from "./options.ts";
import { unaryWith } from "./unary.ts";
import { where } from "./where.ts";

/** Options of {@link elu}. */
export interface EluOptions {
  /** Minus the limit at -infinity, and the gradient at 0. Default 1. */
  alpha?: number;
}

const op = unaryWith<number>({
  name: "elu",
  saves: "input",
  value: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  slope: (x, alpha) => (x > 0 ? 1 : Math.exp(x) * alpha),
  derivative(x, alpha) {
    const isLinear = greater(x, 0);
    // The exponential of a large x must not arise even where it is not chosen: its gradient would be 0 * infinity.
    return where(isLinear, 1, mul(exp(where(isLinear, 0, x)), alpha));
  },
});

/**
 * Exponential linear unit: `x` where positive, `alpha (e^x - 1)` elsewhere; the gradient at 0 is `alpha`.
 *
 * Clevert, Unterthiner, Hochreiter, Fast and accurate deep network learning by exponential linear units, ICLR 2016.
 *
 * @throws ArgumentError if `alpha` is not a finite number
 */
export function elu(x: TensorLike, options: EluOptions = {}): Tensor {
  checkOptions("elu", options, ["alpha"]);
  return op(x, checkFinite("elu", "alpha", options.alpha ?? 1));
}
