import {
  checkFlags,
  div,
  exp,
  greater,
  log,
  mul,
  sub,
  sum,
  where,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkNotNegative, checkReduction, pair, reduce, type Reduction } from "./reduction.ts";
import { logsFor } from "./stand-in.ts";

/** Options of {@link klDiv}. */
export interface KlDivOptions {
  /** `"batchmean"` divides the sum by the first axis: the divergence as defined. `"mean"`, the default, by all elements. */
  reduction?: Reduction | "batchmean";
  /** Whether the target holds log-probabilities too. Default false. */
  logTarget?: boolean;
}

/**
 * Kullback-Leibler divergence of the target from the input, elementwise `target (log target - input)`, the input being
 * log-probabilities. A target of 0 costs nothing, whatever the input.
 *
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if a target is negative, without `logTarget`
 */
export function klDiv(input: TensorLike, target: TensorLike, options: KlDivOptions = {}): Tensor {
  const reduction = checkReduction("klDiv", options, ["logTarget"], ["mean", "sum", "none", "batchmean"]);
  checkFlags("klDiv", options, ["logTarget"]);
  const [x, t] = pair("klDiv", input, target);
  if (options.logTarget !== true)
    checkNotNegative("klDiv", "target", t, "pass probabilities, or log-probabilities with logTarget: true");
  const losses = options.logTarget === true ? logDivergence(x, t) : sub(entropy(t), mul(t, logsFor(x, t)));
  if (reduction !== "batchmean") return reduce(losses, reduction);
  return div(sum(losses), x.shape[0] ?? 1);
}

function logDivergence(x: Tensor, t: Tensor): Tensor {
  const p = exp(t);
  return mul(p, sub(logsFor(t, p), logsFor(x, p)));
}

/** `t log t`, and 0 for 0. */
function entropy(t: Tensor): Tensor {
  return mul(t, log(where(greater(t, 0), t, 1)));
}
