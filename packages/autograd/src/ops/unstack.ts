import { ShapeError } from "../errors.ts";
import { checkAxis } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { checkPieces, cut } from "./pieces.ts";

/**
 * The slices of `x` along an axis (default 0), without that axis: a `[T, B, I]` sequence becomes T tensors `[B, I]`. One
 * record for all of them; slices of the first axis share memory with `x`.
 */
export function unstack(x: TensorLike, options: { axis?: number } = {}): Tensor[] {
  const t = operand("unstack", x);
  checkOptions("unstack", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("unstack: a scalar has no axis to take slices of");
  const axis = checkAxis("unstack", options.axis ?? 0, t.shape);
  checkPieces("unstack", t.shape[axis]);
  return cut(t, new Array<number>(t.shape[axis]).fill(1), axis, true);
}
