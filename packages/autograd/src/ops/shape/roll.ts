import { refuseExtra } from "../../tensor/arguments.ts";
import { ArgumentError, formatValue } from "../../errors.ts";
import { checkAxis, checkInteger, numbersFor } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { cut, join } from "./pieces.ts";
import { reshape } from "./reshape.ts";

/**
 * `x` with its elements moved on by `shifts` along `axes`; what leaves at the end comes in again at the start. Without `axes`
 * the elements are moved in their flat order.
 *
 * @param shifts how far, negative towards the start: one number, or one for each axis
 * @param axes one axis, or a list
 * @example
 * roll(tensor([1, 2, 3, 4]), 1); // [4, 1, 2, 3]
 * @throws ShapeError if `x` lacks an axis
 * @throws ArgumentError if a shift is not a whole number, or there is not one for each axis
 */
export function roll(
  x: TensorLike,
  shifts: number | readonly number[],
  axes?: number | readonly number[] | null,
): Tensor {
  if (arguments.length > 3) refuseExtra("roll", arguments, 3);
  const t = operand("roll", x);
  const distances = numbersFor("roll", shifts);
  for (const distance of distances) checkInteger("roll", "shifts", distance);
  if (axes === undefined || axes === null) {
    if (distances.length !== 1)
      throw new ArgumentError(`roll: ${formatValue(shifts)} needs axes, one for each shift`);
    return reshape(rolled(reshape(t, [t.size]), distances[0] as number, 0), t.shape);
  }
  const list = numbersFor("roll", axes) as number[];
  if (list.length !== distances.length) {
    throw new ArgumentError(
      `roll: shifts ${formatValue(shifts)} and axes ${formatValue(axes)} must be one for one`,
    );
  }
  return list
    .map((axis) => checkAxis("roll", axis, t.shape))
    .reduce((moved, axis, i) => rolled(moved, distances[i] as number, axis), t);
}

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const length = x.shape[axis] ?? 1;
  const distance = length === 0 ? 0 : ((shift % length) + length) % length;
  if (distance === 0) return x;
  const [head, tail] = cut(x, [length - distance, distance], axis, false);
  return join([tail, head], axis, false);
}
