import { refuseExtra } from "../../tensor/arguments.ts";
import { renamed } from "../../tensor/allocate.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { checkShape, type Shape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { expand } from "./expand.ts";
import { reshape } from "./reshape.ts";

/**
 * `x` laid side by side `repeats[i]` times along axis `i`, as PyTorch's `repeat` (NumPy's `tile`). More repeats than axes add
 * axes in front.
 *
 * @param repeats one whole number from 0 for each axis of the result
 * @example
 * repeat(tensor([1, 2]), [2, 2]); // [[1, 2, 1, 2], [1, 2, 1, 2]]
 * @throws ShapeError if there are fewer repeats than axes, or one is not a whole number from 0
 */
export function repeat(x: TensorLike, repeats: Shape): Tensor {
  if (arguments.length > 2) refuseExtra("repeat", arguments, 2);
  const t = operand("repeat", x);
  const times = checkShape("repeat", repeats);
  if (times.length < t.ndim) {
    throw new ShapeError(
      `repeat: repeats ${formatShape(times)} must be one for each axis of shape ${formatShape(t.shape)}, or more`,
    );
  }
  const padded = [...times.slice(t.ndim).map(() => 1), ...t.shape];
  const shape = checkShape("repeat", padded.map((size, axis) => size * times[axis])); // prettier-ignore
  // Each repeated axis is preceded by one to stretch.
  const between = reshape(t, padded.flatMap((size, axis) => (times[axis] === 1 ? [size] : [1, size]))); // prettier-ignore
  const stretched = padded.flatMap((size, axis) => (times[axis] === 1 ? [size] : [times[axis], size]));
  try {
    return reshape(expand(between, stretched), shape);
  } catch (error) {
    throw renamed("repeat", error, "expand");
  }
}
