import {
  add,
  checkFlags,
  checkNumber,
  exp,
  greater,
  log,
  mul,
  sub,
  where,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkNotNegative, checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";
import { logsFor, ratesFor } from "./stand-in.ts";

/** Options of {@link poissonNllLoss}. */
export interface PoissonNllLossOptions extends LossOptions {
  /** Whether the input is the logarithm of the rate. Default true. */
  logInput?: boolean;
  /** Whether Stirling's approximation of `log target!` is added, for targets above 1. Default false. */
  full?: boolean;
  /** Added to a rate before its logarithm is taken, from 0. Default 1e-8. */
  eps?: number;
}

/**
 * Negative log-likelihood of counts under a Poisson distribution: `exp(input) - target input`, or without `logInput`
 * `input - target log(input + eps)`, 0 log 0 being 0. `full` adds `target log target - target + log(2π target)/2`.
 *
 * @example
 * poissonNllLoss(model.forward(x), [[3], [0]]); // x: [2, features], input and target: [2, 1]
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if a count is negative, or without `logInput` a rate
 */
export function poissonNllLoss(
  input: TensorLike,
  target: TensorLike,
  options: PoissonNllLossOptions = {},
): Tensor {
  const op = "poissonNllLoss";
  const reduction = checkReduction(op, options, ["logInput", "full", "eps"]);
  checkFlags(op, options, ["logInput", "full"]);
  const { logInput = true, full = false } = options;
  const eps = checkNumber(op, "eps", options.eps ?? 1e-8, 0, Number.MAX_VALUE);
  const [x, t] = pair(op, input, target);
  checkNotNegative(op, "target", t, "a count is a number from 0");
  if (!logInput)
    checkNotNegative(op, "input", x, "a rate is a number from 0; for log-rates leave logInput true");
  const logRates = logInput ? logsFor(x, t) : log(ratesFor(add(x, eps), t));
  const losses = sub(logInput ? exp(x) : x, mul(t, logRates));
  return reduce(full ? add(losses, stirling(t)) : losses, reduction);
}

/** An approximation of `log t!`, and 0 up to 1. */
function stirling(t: Tensor): Tensor {
  const isLarge = greater(t, 1);
  // Elsewhere 1 stands in, so that no logarithm of 0 meets the gradient.
  const large = where(isLarge, t, 1);
  const tail = mul(log(mul(large, 2 * Math.PI)), 0.5);
  return where(isLarge, add(sub(mul(large, log(large)), large), tail), 0);
}
