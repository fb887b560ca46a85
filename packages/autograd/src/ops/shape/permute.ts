import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape, formatValue } from "../../errors.ts";
import { checkAxis, isList, numbersFor, type Shape } from "../../tensor/shape.ts";
import { wrap, windowOn, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { permuted } from "./permuted.ts";

const op: Op<readonly number[]> = {
  name: "permute",
  forward(_context, [x], order) {
    const shape = order.map((axis) => x.shape[axis]);
    if (keepsOrder(x.shape, order)) return windowOn(x, 0, shape);
    return wrap(permuted(x.data, x.shape, order), shape);
  },
  backward(_context, [g], order) {
    const inverse = new Array<number>(order.length);
    order.forEach((axis, i) => (inverse[axis] = i));
    return [apply(op, [g as Tensor], inverse)];
  },
};

/**
 * `x` with its axes in another order: axis `i` of the result is axis `axes[i]` of `x`. Copies, unless only axes of size 1
 * move: then the result shares memory with `x`.
 *
 * @param axes every axis of `x` once; negative ones count from the end
 * @example
 * permute(zeros([2, 3, 4]), [2, 0, 1]).shape; // [4, 2, 3]
 * @throws ShapeError if `axes` does not name every axis exactly once
 */
export function permute(x: TensorLike, axes: readonly number[]): Tensor {
  if (arguments.length > 2) refuseExtra("permute", arguments, 2);
  const t = operand("permute", x);
  if (!isList(axes)) throw new ShapeError(`permute: axes must be a list of axes, got ${formatValue(axes)}`);
  const order = numbersFor("permute", axes).map((axis) => checkAxis("permute", axis as number, t.shape));
  if (order.length !== t.ndim || new Set(order).size !== t.ndim) {
    throw new ShapeError(
      `permute: axes ${formatValue(axes)} must name each of the ${t.ndim} axes of shape ${formatShape(t.shape)} once`,
    );
  }
  return apply(op, [t], order);
}

/** Whether the elements stay where they are, because axes longer than 1 keep their order. */
function keepsOrder(shape: Shape, order: readonly number[]): boolean {
  const long = order.filter((axis) => shape[axis] !== 1);
  return long.every((axis, i) => i === 0 || axis > long[i - 1]);
}
