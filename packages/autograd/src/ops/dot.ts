import { refuseExtra } from "../tensor/arguments.ts";
import { ShapeError, formatShape } from "../errors.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { matmul } from "./matmul.ts";
import { operands } from "./operand.ts";

/**
 * Inner product of two vectors of one length: `Σ a b`, a scalar.
 *
 * @throws ShapeError if an operand has other than one axis, or the lengths differ
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  if (arguments.length > 2) refuseExtra("dot", arguments, 2);
  const [x, y] = operands("dot", [a, b]);
  if (x.ndim !== 1 || y.ndim !== 1 || x.size !== y.size) {
    throw new ShapeError(
      `dot: shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} must be [n] and [n]; for more axes use matmul or einsum`,
    );
  }
  return matmul(x, y);
}
