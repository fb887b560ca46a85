import { ShapeError, formatShape } from "../../errors.ts";
import { broadcastShape } from "../../tensor/broadcast.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul, sub } from "../elementwise/arithmetic.ts";
import { operands } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { expand } from "../shape/expand.ts";
import { roll } from "../shape/roll.ts";

/**
 * Cross product of vectors of three along an axis (default the last); other axes broadcast.
 *
 * @example
 * cross(tensor([1, 0, 0]), tensor([0, 1, 0])); // [0, 0, 1]
 * @throws ShapeError if the shapes do not broadcast, lack the axis, or it has not size 3 in both
 */
export function cross(a: TensorLike, b: TensorLike, options: { axis?: number } = {}): Tensor {
  const [x, y] = operands("cross", [a, b]);
  checkOptions("cross", options, ["axis"]);
  const shape = broadcastShape("cross", x.shape, y.shape);
  const axis = checkAxis("cross", options.axis ?? -1, shape);
  if ([x, y].some((t) => t.shape[axis - shape.length + t.ndim] !== 3)) {
    throw new ShapeError(
      `cross: axis ${axis} of shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} must have size 3`,
    );
  }
  const [p, q] = [expand(x, shape), expand(y, shape)];
  const next = (t: Tensor, by: number): Tensor => roll(t, -by, axis);
  return sub(mul(next(p, 1), next(q, 2)), mul(next(p, 2), next(q, 1)));
}
