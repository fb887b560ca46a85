import { broadcastShape } from "../tensor/broadcast.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { add } from "./add.ts";
import { mul } from "./mul.ts";
import { operands } from "./operand.ts";
import { sub } from "./sub.ts";

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
