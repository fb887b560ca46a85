import { refuseExtra } from "../../tensor/arguments.ts";
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
  if (arguments.length > 2) refuseExtra("outer", arguments, 2);
  const [x, y] = operands("outer", [a, b]);
  if (x.ndim !== 1 || y.ndim !== 1) {
    throw new ShapeError(
      `outer: shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} must have one axis each; for more use einsum`,
    );
  }
  return mul(reshape(x, [x.size, 1]), y);
}

/**
 * Kronecker product: every element of `a` times all of `b`, laid out as blocks. Sizes multiply axis by axis; missing axes count
 * as axes of size 1 in front.
 *
 * @example
 * kron(tensor([1, 10]), tensor([1, 2])); // [1, 2, 10, 20]
 */
export function kron(a: TensorLike, b: TensorLike): Tensor {
  if (arguments.length > 2) refuseExtra("kron", arguments, 2);
  const [x, y] = operands("kron", [a, b]);
  const rank = Math.max(x.ndim, y.ndim);
  const padded = (t: Tensor): number[] => [...new Array<number>(rank - t.ndim).fill(1), ...t.shape];
  const [p, q] = [padded(x), padded(y)];
  const blocks = mul(
    reshape(x, p.flatMap((size) => [size, 1])),
    reshape(y, q.flatMap((size) => [1, size])),
  ); // prettier-ignore
  return reshape(blocks, p.map((size, i) => size * q[i])); // prettier-ignore
}
