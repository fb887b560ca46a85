import { abs, sub, type Tensor, type TensorLike } from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";

/**
 * Absolute error `|input - target|`; its gradient at equality is 0.
 *
 * @throws ShapeError if the shapes differ
 */
export function l1Loss(input: TensorLike, target: TensorLike, options: LossOptions = {}): Tensor {
  const reduction = checkReduction("l1Loss", options);
  const [x, t] = pair("l1Loss", input, target);
  return reduce(abs(sub(x, t)), reduction);
}
