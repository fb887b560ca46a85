import { ShapeError, formatShape } from "../errors.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { add } from "./add.ts";
import { matmul } from "./matmul.ts";
import { operands } from "./operand.ts";

/**
 * `x weightᵀ + bias`: x `[…, in]`, weight `[out, in]`, bias `[out]`, result `[…, out]`.
 *
 * @throws ShapeError if the sizes do not fit
 */
export function linear(x: TensorLike, weight: TensorLike, bias?: TensorLike | null): Tensor {
  const [input, w] = operands("linear", [x, weight]);
  if (w.ndim !== 2 || input.ndim === 0 || input.shape[input.ndim - 1] !== w.shape[1]) {
    throw new ShapeError(
      `linear: x ${formatShape(input.shape)} with weight ${formatShape(w.shape)}: weight must be [out, in] and x […, in]`,
    );
  }
  const product = matmul(input, w, { transposeB: true });
  if (bias === undefined || bias === null) return product;
  const [b] = operands("linear", [bias]);
  if (b.ndim !== 1 || b.shape[0] !== w.shape[0]) {
    throw new ShapeError(
      `linear: bias ${formatShape(b.shape)} must be [${w.shape[0]}], one per row of weight ${formatShape(w.shape)}`,
    );
  }
  return add(product, b);
}
