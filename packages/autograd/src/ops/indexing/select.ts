import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError } from "../../errors.ts";
import { checkAxis, stridesOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { entryOf } from "./slice.ts";
import { part } from "./views.ts";

/**
 * One entry of an axis, without that axis: `select(x, 0, t)` is `x[t]`. On the first axis the result shares memory with `x`. To
 * take every entry in turn, `unstack` is one record instead of many.
 *
 * @param index counted from the end if negative
 * @example
 * select(tensor([[1, 2], [3, 4]]), 1, -1); // [2, 4]
 * @throws ShapeError if `x` is a scalar or lacks the axis
 * @throws ArgumentError if `index` is out of range
 */
export function select(x: TensorLike, axis: number, index: number): Tensor {
  if (arguments.length > 3) refuseExtra("select", arguments, 3);
  const t = operand("select", x);
  if (t.ndim === 0) throw new ShapeError("select: a scalar has no axis to select from");
  const at = checkAxis("select", axis, t.shape);
  const strides = stridesOf(t.shape);
  const offset = entryOf("select", index, at, t.shape[at]) * strides[at];
  const shape = t.shape.filter((_, i) => i !== at);
  return part(t, { offset, shape, strides: strides.filter((_, i) => i !== at) }, shape);
}
