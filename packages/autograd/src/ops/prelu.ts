import { ShapeError, formatShape } from "../errors.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { add } from "./add.ts";
import { greater } from "./greater.ts";
import { mul } from "./mul.ts";
import { operands } from "./operand.ts";
import { relu } from "./relu.ts";
import { reshape } from "./reshape.ts";
import { where } from "./where.ts";

/**
 * Parametric relu: `x` where positive, `weight · x` elsewhere, with a learned slope; the gradient of `x` at 0 is the slope.
 *
 * He, Zhang, Ren, Sun, Delving deep into rectifiers, ICCV 2015.
 *
 * @param x `[N, C, …]` or of any shape if there is one slope
 * @param weight one slope for all elements, or `[C]`, one for each channel: axis 1, or axis 0 of an `x` of one axis
 * @throws ShapeError if `weight` has neither one element nor one for each channel
 */
export function prelu(x: TensorLike, weight: TensorLike): Tensor {
  const [t, w] = operands("prelu", [x, weight]);
  const channels = t.ndim > 1 ? t.shape[1] : (t.shape[0] ?? 1);
  if (w.ndim > 1 || (w.size !== 1 && w.size !== channels)) {
    throw new ShapeError(
      `prelu: weight ${formatShape(w.shape)} must be one slope, or [${channels}], one for each channel of ${formatShape(t.shape)}`,
    );
  }
  const slopes = reshape(w, w.size === 1 ? [] : [w.size, ...t.shape.slice(2).map(() => 1)]);
  return add(relu(t), mul(slopes, where(greater(t, 0), 0, t)));
}
