import {
  ShapeError,
  add,
  formatShape,
  logSigmoid,
  mean,
  mul,
  neg,
  sub,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";
import { logitsFor } from "./stand-in.ts";
import { weighted } from "./weighted.ts";

/** Options of {@link multilabelSoftMarginLoss}. */
export interface MultilabelSoftMarginLossOptions extends LossOptions {
  /** One factor per class, `[C]`. Default 1. */
  weight?: TensorLike;
}

/**
 * Binary cross-entropy of logits, averaged over the classes in the last axis:
 * `-1/C Σ_c weight_c (target log σ(input) + (1 - target) log σ(-input))`. `"none"` gives one loss per sample.
 *
 * @param input logits, `[N, C]` or `[C]`
 * @param target 0 or 1, or between, in the same shape
 * @throws ShapeError if the shapes differ or there is no class
 */
export function multilabelSoftMarginLoss(
  input: TensorLike,
  target: TensorLike,
  options: MultilabelSoftMarginLossOptions = {},
): Tensor {
  const op = "multilabelSoftMarginLoss";
  const reduction = checkReduction(op, options, ["weight"]);
  const { weight } = options;
  const [given, t] = pair(op, input, target);
  const x = logitsFor(given, t);
  if (x.ndim === 0 || x.shape[x.ndim - 1] === 0)
    throw new ShapeError(`${op}: input ${formatShape(x.shape)} must be […, C] with at least one class`);
  const losses = neg(add(mul(t, logSigmoid(x)), mul(sub(1, t), logSigmoid(neg(x)))));
  const each = weight === undefined ? losses : weighted(op, losses, weight);
  return reduce(mean(each, { axis: -1 }), reduction);
}
