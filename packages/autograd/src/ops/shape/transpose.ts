import { refuseExtra } from "../../tensor/arguments.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { permute } from "./permute.ts";

/**
 * `x` with two axes swapped, by default the last two. Copies; `matmul` takes transposed operands without one.
 *
 * @example
 * transpose(tensor([[1, 2, 3]])).shape; // [3, 1]
 * @throws ShapeError if `x` lacks one of the axes
 */
export function transpose(x: TensorLike, axis0: number = -2, axis1: number = -1): Tensor {
  if (arguments.length > 3) refuseExtra("transpose", arguments, 3);
  return swapped("transpose", x, axis0, axis1);
}

/** Swaps two axes in an operation's name. @internal */
export function swapped(op: string, x: TensorLike, axis0: number, axis1: number): Tensor {
  const t = operand(op, x);
  const a = checkAxis(op, axis0, t.shape);
  const b = checkAxis(op, axis1, t.shape);
  return permute(
    t,
    t.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}

/**
 * `x` with two axes swapped: NumPy's name for `transpose`, without its defaults.
 *
 * @throws ShapeError if `x` lacks one of the axes
 */
export function swapaxes(x: TensorLike, axis0: number, axis1: number): Tensor {
  if (arguments.length > 3) refuseExtra("swapaxes", arguments, 3);
  return swapped("swapaxes", x, axis0, axis1);
}
