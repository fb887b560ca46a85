import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { greater } from "./greater.ts";
import { checkFinite, checkOptions } from "./options.ts";
import { unaryWith } from "./unary.ts";
import { where } from "./where.ts";

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions {
  /** Slope for `x ≤ 0`. Default 0.01. */
  negativeSlope?: number;
}

const op = unaryWith<number>({
  name: "leakyRelu",
  saves: "input",
  value: (x, slope) => (x > 0 ? x : x * slope),
  slope: (x, slope) => (x > 0 ? 1 : slope),
  derivative: (x, slope) => where(greater(x, 0), 1, slope),
});

/**
 * `x` where positive, `negativeSlope · x` elsewhere; the gradient at 0 is `negativeSlope`.
 *
 * Maas, Hannun, Ng, Rectifier nonlinearities improve neural network acoustic models, ICML 2013.
 *
 * @throws ArgumentError if `negativeSlope` is not a finite number
 */
export function leakyRelu(x: TensorLike, options: LeakyReluOptions = {}): Tensor {
  checkOptions("leakyRelu", options, ["negativeSlope"]);
  return op(x, checkFinite("leakyRelu", "negativeSlope", options.negativeSlope ?? 0.01));
}
