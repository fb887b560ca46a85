import { ShapeError, formatShape } from "../errors.ts";
import { checkAxis } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { mul } from "./mul.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { cut } from "./pieces.ts";
import { sigmoid } from "./sigmoid.ts";

/** Options of {@link glu}. */
export interface GluOptions {
  /** The axis that is halved. Default -1, the last. */
  axis?: number;
}

/**
 * Gated linear unit: `a · sigmoid(b)`, where `a` and `b` are the halves of `x` along an axis.
 *
 * Dauphin, Fan, Auli, Grangier, Language modeling with gated convolutional networks, ICML 2017.
 *
 * @throws ShapeError if `x` is a scalar, lacks the axis, or its size there is odd
 */
export function glu(x: TensorLike, options: GluOptions = {}): Tensor {
  const t = operand("glu", x);
  checkOptions("glu", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("glu: a scalar has no axis to halve; reshape it first");
  const axis = checkAxis("glu", options.axis ?? -1, t.shape);
  const half = t.shape[axis] / 2;
  if (!Number.isInteger(half)) {
    throw new ShapeError(
      `glu: axis ${axis} of shape ${formatShape(t.shape)} cannot be halved; its size must be even`,
    );
  }
  const [a, b] = cut(t, [half, half], axis, false);
  return mul(a, sigmoid(b));
}
