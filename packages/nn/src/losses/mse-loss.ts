import { square, sub, type Tensor, type TensorLike } from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";

/**
 * Squared error `(input - target)²`.
 *
 * @throws ShapeError if the shapes differ
 */
export function mseLoss(input: TensorLike, target: TensorLike, options: LossOptions = {}): Tensor {
  const reduction = checkReduction("mseLoss", options);
  const [x, t] = pair("mseLoss", input, target);
  return reduce(square(sub(x, t)), reduction);
}
