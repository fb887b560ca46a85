import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatValue } from "../../errors.ts";
import { checkAxis, numbersFor } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { permute } from "./permute.ts";

/**
 * `x` with the axes `source` moved to the places `destination`; the others keep their order.
 *
 * @param source one axis, or a list
 * @param destination where each comes to stand in the result: as many
 * @example
 * movedim(zeros([2, 3, 4]), 0, -1).shape; // [3, 4, 2]
 * @throws ShapeError if `x` lacks an axis, one is named twice, or there are not as many places as axes
 */
export function movedim(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  if (arguments.length > 3) refuseExtra("movedim", arguments, 3);
  const t = operand("movedim", x);
  const axesOf = (axes: number | readonly number[]): number[] =>
    numbersFor("movedim", axes).map((axis) => checkAxis("movedim", axis as number, t.shape));
  const from = axesOf(source);
  const to = axesOf(destination);
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ShapeError(
      `movedim: source ${formatValue(source)} and destination ${formatValue(destination)} must be one for one, no axis twice`,
    );
  }
  if (t.ndim === 0) return permute(t, []);
  const others = [...t.shape.keys()].filter((axis) => !from.includes(axis));
  const order = t.shape.map((_, axis) =>
    to.includes(axis) ? from[to.indexOf(axis)] : (others.shift() as number),
  );
  return permute(t, order);
}
