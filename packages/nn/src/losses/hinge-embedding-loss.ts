import {
  checkNumber,
  clamp,
  greater,
  operand,
  sub,
  where,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, reduce, type LossOptions } from "./reduction.ts";
import { signs } from "./signs.ts";
import { checkTogether } from "./together.ts";

/** Options of {@link hingeEmbeddingLoss}. */
export interface HingeEmbeddingLossOptions extends LossOptions {
  /** Distance from which dissimilar pairs cost nothing. Default 1. */
  margin?: number;
}

/**
 * For distances of pairs: the distance itself where the target is 1 (similar), `max(0, margin - input)` where it is -1.
 * The two broadcast.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a target is neither 1 nor -1
 */
export function hingeEmbeddingLoss(
  input: TensorLike,
  target: TensorLike,
  options: HingeEmbeddingLossOptions = {},
): Tensor {
  const op = "hingeEmbeddingLoss";
  const reduction = checkReduction(op, options, ["margin"]);
  const margin = checkNumber(op, "margin", options.margin ?? 1, -Number.MAX_VALUE, Number.MAX_VALUE);
  const x = operand(op, input);
  const t = signs(op, target, null, x);
  checkTogether(op, [x, t]);
  return reduce(where(greater(t, 0), x, clamp(sub(margin, x), { min: 0 })), reduction);
}
