import {
  add,
  checkNumber,
  clamp,
  mul,
  neg,
  operands,
  sub,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, reduce, type LossOptions } from "./reduction.ts";
import { signs } from "./signs.ts";
import { checkTogether } from "./together.ts";

/** Options of {@link marginRankingLoss}. */
export interface MarginRankingLossOptions extends LossOptions {
  /** How far ahead the better input must be. Default 0. */
  margin?: number;
}

/**
 * `max(0, -target (input1 - input2) + margin)`: a target of 1 wants the first input to be larger, -1 the second. The
 * three broadcast.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a target is neither 1 nor -1
 */
export function marginRankingLoss(
  input1: TensorLike,
  input2: TensorLike,
  target: TensorLike,
  options: MarginRankingLossOptions = {},
): Tensor {
  const op = "marginRankingLoss";
  const reduction = checkReduction(op, options, ["margin"]);
  const margin = checkNumber(op, "margin", options.margin ?? 0, -Number.MAX_VALUE, Number.MAX_VALUE);
  const [a, b] = operands(op, [input1, input2]);
  const t = signs(op, target, null, a);
  checkTogether(op, [a, b, t]);
  return reduce(clamp(add(mul(neg(t), sub(a, b)), margin), { min: 0 }), reduction);
}
