import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { sameShape, sizeOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { linear } from "../linear.ts";
import { operands } from "../operand.ts";
import { reshape } from "../shape/reshape.ts";

/**
 * `out[…, k] = a[…, :] weight[k] b[…, :] + bias[k]`: a `[…, in1]`, b `[…, in2]` with the same leading axes, weight
 * `[out, in1, in2]`, bias `[out]`, result `[…, out]`.
 *
 * @throws ShapeError if the sizes do not fit
 */
export function bilinear(a: TensorLike, b: TensorLike, weight: TensorLike, bias?: TensorLike | null): Tensor {
  if (arguments.length > 4) refuseExtra("bilinear", arguments, 4);
  const hasBias = bias !== undefined && bias !== null;
  const [p, q, w, c] = operands("bilinear", hasBias ? [a, b, weight, bias] : [a, b, weight]);
  const lead = p.shape.slice(0, -1);
  const [outputs, in1, in2] = w.shape;
  const fits =
    w.ndim === 3 && p.ndim > 0 && p.shape[p.ndim - 1] === in1 && sameShape(q.shape, [...lead, in2]);
  if (!fits) {
    throw new ShapeError(
      `bilinear: a ${formatShape(p.shape)} and b ${formatShape(q.shape)} with weight ${formatShape(w.shape)}: weight must be ` +
        `[out, in1, in2], a […, in1] and b […, in2] with the same leading axes`,
    );
  }
  if (hasBias && !sameShape(c.shape, [outputs])) {
    throw new ShapeError(
      `bilinear: bias ${formatShape(c.shape)} must be [${outputs}], one for each output of weight ${formatShape(w.shape)}`,
    );
  }
  const rows = sizeOf(lead);
  const pairs = mul(reshape(p, [rows, in1, 1]), reshape(q, [rows, 1, in2]));
  const out = linear(reshape(pairs, [rows, in1 * in2]), reshape(w, [outputs, in1 * in2]), hasBias ? c : null);
  return reshape(out, [...lead, outputs]);
}
