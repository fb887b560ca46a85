import { broadcastShape } from "../tensor/broadcast.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { add } from "./add.ts";
import { mul } from "./mul.ts";
import { operands } from "./operand.ts";
import { checkFinite, checkOptions } from "./options.ts";

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
