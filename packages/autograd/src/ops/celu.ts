import { ArgumentError } from "../errors.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { exponentialUnit } from "./exponential-unit.ts";
import { checkFinite, checkOptions } from "./options.ts";

/** Options of {@link celu}. */
export interface CeluOptions {
  /** Minus the limit at -infinity; not 0. Default 1. */
  alpha?: number;
}

const op = exponentialUnit("celu");

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
  return op(x, { alpha, scale: 1, inputScale: 1 / alpha });
}
