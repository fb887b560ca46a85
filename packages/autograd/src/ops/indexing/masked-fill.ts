import { ShapeError, formatShape } from "../../errors.ts";
import { broadcastsTo, forEachRun } from "../../tensor/broadcast.ts";
import { checkNumber } from "../../tensor/shape.ts";
import { Tensor, type TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";

const op: Op<{ readonly mask: Tensor; readonly value: number }> = {
  name: "maskedFill",
  forward(context, [x], { mask, value }) {
    const out = new Tensor(x.data.slice(), x.shape);
    forEachRun(x.shape, mask.shape, x.shape, (n, _from, _stride, from, stride, at) => {
      for (let i = 0; i < n; i++) if (mask.data[from + i * stride] !== 0) out.data[at + i] = value;
    });
    // No input, since it has no gradient; saved so that a write to it before the backward pass is noticed.
    context.save(mask);
    return out;
  },
  backward: (_context, [g], { mask }) => [apply(op, [g as Tensor], { mask, value: 0 })],
};

/**
 * `x` with `value` wherever `mask` is not 0. No gradient flows to the replaced elements, nor to `mask`.
 *
 * @param mask as comparisons give it; broadcasts to the shape of `x`
 * @param value often `-Infinity`, before a softmax
 * @example
 * maskedFill(scores, equal(tril(ones([4, 4])), 0), -Infinity);
 * @throws ShapeError if `mask` does not broadcast to the shape of `x`
 * @throws ArgumentError if `value` is not a number
 */
export function maskedFill(x: TensorLike, mask: TensorLike, value: number): Tensor {
  const t = operand("maskedFill", x);
  const m = operand("maskedFill", mask);
  if (!broadcastsTo(m.shape, t.shape)) {
    throw new ShapeError(
      `maskedFill: mask of shape ${formatShape(m.shape)} does not broadcast to shape ${formatShape(t.shape)}; reshape it or expand x`,
    );
  }
  return apply(op, [t], { mask: m.detach(), value: checkNumber("maskedFill", "value", value) });
}
