import { refuseExtra } from "../../tensor/arguments.ts";
import { ArgumentError, ShapeError, formatShape, formatValue } from "../../errors.ts";
import { checkAxes, checkInteger, isList, numbersFor, sameShape, sizeOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { matmul } from "../matmul.ts";
import { operands } from "../operand.ts";
import { permute } from "../shape/permute.ts";
import { reshape } from "../shape/reshape.ts";

/** How many axes to sum over, the last of one with the first of the other, or which of each, in pairs. */
export type TensordotAxes = number | readonly [a: number | readonly number[], b: number | readonly number[]];

/**
 * Sum of products over pairs of axes of `a` and `b`; the result has the other axes of `a`, then those of `b`.
 *
 * @param axes default 2
 * @example
 * tensordot(ones([2, 3]), ones([4, 3]), [1, 1]).shape; // [2, 4]
 * @throws ShapeError if an operand lacks an axis, or the sizes of a pair differ
 * @throws ArgumentError if `axes` is neither a count nor two lists of one length
 */
export function tensordot(a: TensorLike, b: TensorLike, axes: TensordotAxes = 2): Tensor {
  if (arguments.length > 3) refuseExtra("tensordot", arguments, 3);
  const [x, y] = operands("tensordot", [a, b]);
  const [left, right] = pairedAxes(axes, x, y);
  const summed = left.map((axis) => x.shape[axis]);
  if (!sameShape(summed, right.map((axis) => y.shape[axis]))) {
    throw new ShapeError(
      `tensordot: axes ${formatValue(left)} of ${formatShape(x.shape)} and ${formatValue(right)} of ${formatShape(y.shape)} differ in size`,
    );
  } // prettier-ignore
  const others = (t: Tensor, taken: readonly number[]): number[] =>
    [...t.shape.keys()].filter((axis) => !taken.includes(axis));
  const [rows, columns] = [others(x, left), others(y, right)];
  const length = sizeOf(summed);
  const [rowShape, columnShape] = [rows.map((axis) => x.shape[axis]), columns.map((axis) => y.shape[axis])];
  const product = matmul(
    reshape(permute(x, [...rows, ...left]), [sizeOf(rowShape), length]),
    reshape(permute(y, [...right, ...columns]), [length, sizeOf(columnShape)]),
  );
  return reshape(product, [...rowShape, ...columnShape]);
}

function pairedAxes(axes: unknown, x: Tensor, y: Tensor): [number[], number[]] {
  if (typeof axes === "number") {
    const count = checkInteger("tensordot", "axes", axes, 0, Math.min(x.ndim, y.ndim));
    const first = Array.from({ length: count }, (_, i) => i);
    return [first.map((i) => x.ndim - count + i), first];
  }
  const lists = isList(axes) ? axes.map((list) => numbersFor("tensordot", list) as number[]) : [];
  if (lists.length !== 2 || lists[0].length !== lists[1].length) {
    throw new ArgumentError(
      `tensordot: axes ${formatValue(axes)} must be a count, or a list for each operand, of one length`,
    );
  }
  return [checkedAxes(lists[0], x), checkedAxes(lists[1], y)];
}

/** In the order given, unlike those of a reduction. */
function checkedAxes(axes: readonly number[], t: Tensor): number[] {
  checkAxes("tensordot", axes, t.shape);
  return axes.map((axis) => (axis < 0 ? axis + t.ndim : axis));
}
