import { refuseExtra } from "../../tensor/arguments.ts";
import { broadcastShape } from "../../tensor/broadcast.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operands } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { add, div, mul, sub } from "./arithmetic.ts";
import type { BinaryOp } from "./binary.ts";

/** Makes `x + value · of(a, b)`. */
function added(
  name: string,
  of: BinaryOp,
): (x: TensorLike, a: TensorLike, b: TensorLike, options?: { value?: number }) => Tensor {
  return (x, a, b, options = {}) => {
    const [t, p, q] = operands(name, [x, a, b]);
    checkOptions(name, options, ["value"]);
    const value = checkFinite(name, "value", options.value ?? 1);
    broadcastShape(name, broadcastShape(name, p.shape, q.shape), t.shape);
    const both = of(p, q);
    return add(t, value === 1 ? both : mul(both, value));
  };
}

/**
 * `x + value · a · b`, all three broadcast; `value` is 1 unless given.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if `value` is not a finite number
 */
export const addcmul: (x: TensorLike, a: TensorLike, b: TensorLike, options?: { value?: number }) => Tensor =
  added("addcmul", mul);

/**
 * `x + value · a / b`, all three broadcast; `value` is 1 unless given.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if `value` is not a finite number
 */
export const addcdiv: (x: TensorLike, a: TensorLike, b: TensorLike, options?: { value?: number }) => Tensor =
  added("addcdiv", div);

/**
 * Linear interpolation, `start + weight · (end - start)`: `start` where `weight` is 0, `end` where it is 1; all three
 * broadcast.
 *
 * @example
 * lerp(tensor([0, 10]), tensor([10, 20]), 0.25); // [2.5, 12.5]
 * @throws ShapeError if the shapes do not broadcast
 */
export function lerp(start: TensorLike, end: TensorLike, weight: TensorLike): Tensor {
  if (arguments.length > 3) refuseExtra("lerp", arguments, 3);
  const [a, b, w] = operands("lerp", [start, end, weight]);
  broadcastShape("lerp", broadcastShape("lerp", a.shape, b.shape), w.shape);
  return add(a, mul(w, sub(b, a)));
}
