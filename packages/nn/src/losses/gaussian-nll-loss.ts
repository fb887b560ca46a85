import {
  add,
  applyOp,
  checkFlags,
  checkNumber,
  div,
  empty,
  log,
  mul,
  operands,
  sameShape,
  square,
  sub,
  unsqueeze,
  type Op,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkNotNegative, checkReduction, reduce, type LossOptions } from "./reduction.ts";
import { checkTogether } from "./together.ts";

/** Options of {@link gaussianNllLoss}. */
export interface GaussianNllLossOptions extends LossOptions {
  /** Whether the constant `log(2π)/2` is added. Default false. */
  full?: boolean;
  /** Smallest variance divided by, above 0. Default 1e-6. */
  eps?: number;
}

/** Raises variances to `eps`, and passes their gradient on as if it had not, as in PyTorch: a variance of 0 can grow. */
const floor: Op<number> = {
  name: "gaussianNllLoss",
  forward(_context, [x], eps) {
    const out = empty(x.shape, x.dtype);
    for (let i = 0; i < out.size; i++) out.data[i] = x.data[i] < eps ? eps : x.data[i];
    return out;
  },
  backward: (_context, [g]) => [g],
};

/**
 * Negative log-likelihood of a normal distribution whose mean and variance are predicted (Nix and Weigend, "Estimating the
 * mean and variance of the target probability distribution", 1994):
 * `(log max(variance, eps) + (input - target)² / max(variance, eps)) / 2`.
 *
 * @param input broadcasts with the target and the variance
 * @param variance may also lack the input's last axis: one for the whole of it
 * @example
 * gaussianNllLoss(mean, target, logVariance.exp());
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a variance is negative, or `eps` not above 0
 */
export function gaussianNllLoss(
  input: TensorLike,
  target: TensorLike,
  variance: TensorLike,
  options: GaussianNllLossOptions = {},
): Tensor {
  const op = "gaussianNllLoss";
  const reduction = checkReduction(op, options, ["full", "eps"]);
  checkFlags(op, options, ["full"]);
  const eps = checkNumber(op, "eps", options.eps ?? 1e-6, Number.MIN_VALUE, Number.MAX_VALUE);
  const [x, t, spread] = operands(op, [input, target, variance]);
  const checked = checkVariance(x, spread);
  checkTogether(op, [x, t, checked]);
  const v = applyOp(floor, [checked], eps);
  const losses = mul(add(log(v), div(square(sub(x, t)), v)), 0.5);
  return reduce(options.full === true ? add(losses, Math.log(2 * Math.PI) / 2) : losses, reduction);
}

/** The variance in a shape that broadcasts to the input's, if it is without the last axis. */
function checkVariance({ shape }: Tensor, variance: Tensor): Tensor {
  checkNotNegative("gaussianNllLoss", "variance", variance, "predict its logarithm and pass the exponential");
  const isShort = shape.length > 0 && sameShape(variance.shape, shape.slice(0, -1));
  return isShort ? unsqueeze(variance, -1) : variance;
}
