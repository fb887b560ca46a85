import { add, logSigmoid, mul, neg, operand, sub, type Tensor, type TensorLike } from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";
import { logitsFor } from "./stand-in.ts";
import { weighted } from "./weighted.ts";

/** Options of {@link bceWithLogits}. */
export interface BceWithLogitsOptions extends LossOptions {
  /** Factor for each element's loss, broadcast. Default 1. */
  weight?: TensorLike;
  /** Factor for the part of positive targets, broadcast: above 1 favours recall. Default 1. */
  posWeight?: TensorLike;
}

/**
 * Binary cross-entropy of logits: `-(posWeight target log σ(input) + (1 - target) log(1 - σ(input)))`, computed as
 * `(1 - target) input + (1 + (posWeight - 1) target) softplus(-input)`, which cannot overflow; an infinite logit
 * that is right costs nothing.
 *
 * @throws ShapeError if the shapes differ
 */
export function bceWithLogits(
  input: TensorLike,
  target: TensorLike,
  options: BceWithLogitsOptions = {},
): Tensor {
  const reduction = checkReduction("bceWithLogits", options, ["weight", "posWeight"]);
  const { weight, posWeight } = options;
  const [given, t] = pair("bceWithLogits", input, target);
  const x = logitsFor(given, t);
  const tail = neg(logSigmoid(x));
  const scale =
    posWeight === undefined
      ? null
      : add(weighted("bceWithLogits", t, sub(operand("bceWithLogits", posWeight, t.dtype), 1)), 1);
  const losses = add(mul(sub(1, t), x), scale === null ? tail : mul(scale, tail));
  return reduce(weight === undefined ? losses : weighted("bceWithLogits", losses, weight), reduction);
}
