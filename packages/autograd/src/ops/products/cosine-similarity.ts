import { broadcastShape } from "../../tensor/broadcast.ts";
import { checkAxis, checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { div, mul } from "../elementwise/arithmetic.ts";
import { clamp } from "../elementwise/clamp.ts";
import { operands } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { norm } from "../reductions/norm.ts";
import { sum } from "../reductions/sum.ts";
import { expand } from "../shape/expand.ts";

/** Options of {@link cosineSimilarity}. */
export interface CosineSimilarityOptions {
  /** Axis along which the vectors lie. Default 1. */
  axis?: number;
  /** Lengths below it count as it, so that the zero vector gives 0. Default 1e-8. */
  eps?: number;
}

/**
 * The cosine of the angle between vectors: `Σ a b / (max(‖a‖, eps) max(‖b‖, eps))` along an axis, which goes; the others
 * broadcast.
 *
 * @example
 * cosineSimilarity(tensor([1, 0]), tensor([1, 1]), { axis: 0 }); // 0.7071
 * @throws ShapeError if the shapes do not broadcast or lack the axis
 * @throws ArgumentError if `eps` is not above 0
 */
export function cosineSimilarity(
  a: TensorLike,
  b: TensorLike,
  options: CosineSimilarityOptions = {},
): Tensor {
  const [p, q] = operands("cosineSimilarity", [a, b]);
  checkOptions("cosineSimilarity", options, ["axis", "eps"]);
  const eps = checkNumber("cosineSimilarity", "eps", options.eps ?? 1e-8, Number.MIN_VALUE);
  const shape = broadcastShape("cosineSimilarity", p.shape, q.shape);
  const axis = checkAxis("cosineSimilarity", options.axis ?? 1, shape);
  // Broadcast first: an operand of size 1 along the axis stands for a vector of equal elements.
  const direction = (x: Tensor): Tensor => {
    const full = expand(x, shape);
    return div(full, clamp(norm(full, { axis, keepDims: true }), { min: eps }));
  };
  return sum(mul(direction(p), direction(q)), { axis });
}
