import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError } from "../../errors.ts";
import { checkAxes, stridesOf } from "../../tensor/shape.ts";
import { wrap, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { readView } from "./strided.ts";

const op: Op<readonly number[]> = {
  name: "flip",
  forward(_context, [x], axes) {
    const { shape } = x;
    const strides = stridesOf(shape);
    let offset = 0;
    for (const axis of axes) {
      offset += (shape[axis] - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return wrap(readView(x.data, { offset, shape, strides }), shape);
  },
  backward: (_context, [g], axes) => [flip(g as Tensor, axes)],
};

/**
 * `x` with the order of its elements reversed along each of `axes`.
 *
 * @example
 * flip(tensor([1, 2, 3]), 0); // [3, 2, 1]
 * @throws ShapeError if an axis is not one of `x`'s, or is named twice
 */
export function flip(x: TensorLike, axes: number | readonly number[]): Tensor {
  if (arguments.length > 2) refuseExtra("flip", arguments, 2);
  const t = operand("flip", x);
  if (axes === undefined || axes === null)
    throw new ShapeError("flip: needs the axis or the list of axes to reverse");
  return apply(op, [t], checkAxes("flip", axes, t.shape));
}
