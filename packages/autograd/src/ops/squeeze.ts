import { checkAxes } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { operand } from "./operand.ts";
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
  const t = operand("squeeze", x);
  const axes = checkAxes("squeeze", axis, t.shape);
  return reshape(
    t,
    t.shape.filter((size, i) => size !== 1 || !axes.includes(i)),
  );
}
