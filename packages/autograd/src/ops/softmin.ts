import { checkAxis } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { neg } from "./elementwise/arithmetic.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { softmax, type SoftmaxOptions } from "./softmax.ts";

/**
 * `e^-x / Σ e^-x` along an axis (default the last): the smallest element gets the largest share.
 *
 * @throws ShapeError if `x` lacks the axis
 */
export function softmin(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  const t = operand("softmin", x);
  checkOptions("softmin", options, ["axis"]);
  checkAxis("softmin", options.axis ?? -1, t.shape);
  return softmax(neg(t), options);
}
