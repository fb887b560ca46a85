import { logSigmoid, mul, neg, operand, type Tensor, type TensorLike } from "@rewind/autograd";
import { checkReduction, reduce, type LossOptions } from "./reduction.ts";
import { signs } from "./signs.ts";
import { checkTogether } from "./together.ts";

/**
 * Logistic loss `log(1 + exp(-target input))` of targets 1 and -1; cannot overflow. The two broadcast.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a target is neither 1 nor -1
 */
export function softMarginLoss(input: TensorLike, target: TensorLike, options: LossOptions = {}): Tensor {
  const reduction = checkReduction("softMarginLoss", options);
  const x = operand("softMarginLoss", input);
  const t = signs("softMarginLoss", target, null, x);
  checkTogether("softMarginLoss", [x, t]);
  return reduce(neg(logSigmoid(mul(t, x))), reduction);
}
