import { renamed } from "../../tensor/allocate.ts";
import { checkAxis, checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { div } from "../elementwise/arithmetic.ts";
import { clamp } from "../elementwise/clamp.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { norm } from "./norm.ts";

/** Options of {@link normalize}. */
export interface NormalizeOptions {
  /** Which norm becomes 1. Default 2. */
  p?: number;
  /** Axis along which the vectors lie. Default 1. */
  axis?: number;
  /** Norms below it count as it, so that the zero vector stays. Default 1e-12. */
  eps?: number;
}

/**
 * Vectors along an axis, each divided by its norm: `x / max(‖x‖, eps)`.
 *
 * @example
 * normalize(tensor([3, 4]), { axis: 0 }); // [0.6, 0.8]
 * @throws ShapeError if `x` lacks the axis
 * @throws ArgumentError if `p` is not a number, or `eps` not one from 0
 */
export function normalize(x: TensorLike, options: NormalizeOptions = {}): Tensor {
  const t = operand("normalize", x);
  checkOptions("normalize", options, ["p", "axis", "eps"]);
  const axis = checkAxis("normalize", options.axis ?? 1, t.shape);
  const p = checkNumber("normalize", "p", options.p ?? 2);
  const eps = checkNumber("normalize", "eps", options.eps ?? 1e-12, 0);
  try {
    return div(t, clamp(norm(t, { p, axis, keepDims: true }), { min: eps }));
  } catch (error) {
    throw renamed("normalize", error, "norm");
  }
}
