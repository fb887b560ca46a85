import { broadcastShape } from "../../tensor/broadcast.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operands } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { add, mul, sub } from "./arithmetic.ts";

/**
 * `x + value · a · b`, all three broadcast; `value` is 1 unless given.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if `value` is not a finite number
 */
export function addcmul(
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: { value?: number } = {},
): Tensor {
  const [t, p, q] = operands("addcmul", [x, a, b]);
  checkOptions("addcmul", options, ["value"]);
  const value = checkFinite("addcmul", "value", options.value ?? 1);
  broadcastShape("addcmul", broadcastShape("addcmul", p.shape, q.shape), t.shape);
  const product = mul(p, q);
  return add(t, value === 1 ? product : mul(product, value));
}

/**
 * Linear interpolation, `start + weight · (end - start)`: `start` where `weight` is 0, `end` where it is 1; all three
 * broadcast.
 *
 * @example
 * lerp(tensor([0, 10]), tensor([10, 20]), 0.25); // [2.5, 12.5]
 * @throws ShapeError if the shapes do not broadcast
 */
export function lerp(start: TensorLike, end: TensorLike, weight: TensorLike): Tensor {
  const [a, b, w] = operands("lerp", [start, end, weight]);
  broadcastShape("lerp", broadcastShape("lerp", a.shape, b.shape), w.shape);
  return add(a, mul(w, sub(b, a)));
}
