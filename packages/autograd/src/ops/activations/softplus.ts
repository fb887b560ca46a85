import { logistic, softplus as unitSoftplus } from "../../kernels/scalar/logistic.ts";
import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { greater } from "../elementwise/comparisons.ts";
import { unaryWith } from "../elementwise/unary.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { where } from "../where.ts";
import { sigmoid } from "./sigmoids.ts";

/** Options of {@link softplus}. */
export interface SoftplusOptions {
  /** Sharpness, above 0: the larger, the closer to relu. Default 1. */
  beta?: number;
  /** The result is `x` itself where `beta · x` exceeds this. Default 20. */
  threshold?: number;
}

const op = unaryWith<Required<SoftplusOptions>>({
  name: "softplus",
  saves: "input",
  value: (x, { beta, threshold }) => (x * beta > threshold ? x : unitSoftplus(x * beta) / beta),
  slope: (x, { beta, threshold }) => (x * beta > threshold ? 1 : logistic(x * beta)),
  derivative(x, { beta, threshold }) {
    const scaled = mul(x, beta);
    return where(greater(scaled, threshold), 1, sigmoid(scaled));
  },
});

/**
 * A smooth relu: `log(1 + e^(beta x)) / beta`, and `x` itself, with gradient 1, where `beta x > threshold`.
 *
 * @throws ArgumentError if `beta` is not a finite number above 0, or `threshold` is NaN
 */
export function softplus(x: TensorLike, options: SoftplusOptions = {}): Tensor {
  checkOptions("softplus", options, ["beta", "threshold"]);
  const beta = checkFinite("softplus", "beta", options.beta ?? 1);
  checkNumber("softplus", "beta", beta, Number.MIN_VALUE);
  return op(x, { beta, threshold: checkNumber("softplus", "threshold", options.threshold ?? 20) });
}
