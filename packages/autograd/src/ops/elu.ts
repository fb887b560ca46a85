import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { exponentialUnit } from "./exponential-unit.ts";
import { checkFinite, checkOptions } from "./options.ts";

/** Options of {@link elu}. */
export interface EluOptions {
  /** Minus the limit at -infinity, and the gradient at 0. Default 1. */
  alpha?: number;
}

const op = exponentialUnit("elu");

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
  return op(x, { alpha, scale: 1, inputScale: 1 });
}
