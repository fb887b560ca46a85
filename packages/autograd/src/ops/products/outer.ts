import { ShapeError, formatShape } from "../../errors.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { operands } from "../operand.ts";
import { reshape } from "../shape/reshape.ts";

/**
 * Outer product of two vectors: `out[i, j] = a[i] b[j]`, shape `[a.size, b.size]`.
 *
 * @throws ShapeError if an operand has other than one axis
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = operands("outer", [a, b]);
  if (x.ndim !== 1 || y.ndim !== 1) {
    throw new ShapeError(
      `outer: shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} must have one axis each; for more use einsum`,
    );
  }
  return mul(reshape(x, [x.size, 1]), y);
}
