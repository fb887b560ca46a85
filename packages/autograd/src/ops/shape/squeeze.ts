import { refuseExtra } from "../../tensor/arguments.ts";
import { checkAxes, checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { reshape } from "./reshape.ts";

/**
 * `x` without its axes of size 1, or only without those of `axis` that have size 1: others stay. Shares memory with `x`.
 *
 * @param axis the axis or axes to look at. Default: all
 * @example
 * squeeze(zeros([1, 3, 1])).shape; // [3]
 * @throws ShapeError if an axis is not one of `x`'s, or is named twice
 */
export function squeeze(x: TensorLike, axis?: number | readonly number[] | null): Tensor {
  if (arguments.length > 2) refuseExtra("squeeze", arguments, 2);
  const t = operand("squeeze", x);
  const axes = checkAxes("squeeze", axis, t.shape);
  return reshape(
    t,
    t.shape.filter((size, i) => size !== 1 || !axes.includes(i)),
  );
}

/**
 * `x` with a new axis of size 1. Shares memory with `x`.
 *
 * @param axis where the new axis stands in the result: 0 is first, -1 last
 * @example
 * unsqueeze(zeros([2, 3]), 1).shape; // [2, 1, 3]
 * @throws ShapeError if `axis` is not one of the result's
 */
export function unsqueeze(x: TensorLike, axis: number): Tensor {
  if (arguments.length > 2) refuseExtra("unsqueeze", arguments, 2);
  const t = operand("unsqueeze", x);
  const shape = t.shape.slice();
  shape.splice(checkAxis("unsqueeze", axis, [...shape, 1]), 0, 1);
  return reshape(t, shape);
}
