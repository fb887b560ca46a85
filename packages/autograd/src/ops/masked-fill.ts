import { ShapeError, formatShape } from "../errors.ts";
import { broadcastsTo, forEachRun } from "../tensor/broadcast.ts";
import { checkNumber } from "../tensor/shape.ts";
import { Tensor, type TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operand } from "./operand.ts";

const op: Op<number> = {
  name: "maskedFill",
  elementwise: true,
  forward(context, [x, mask], value) {
    const out = new Tensor(x.data.slice(), x.shape);
    forEachRun(x.shape, mask.shape, x.shape, (n, _from, _stride, from, stride, at) => {
      for (let i = 0; i < n; i++) if (mask.data[from + i * stride] !== 0) out.data[at + i] = value;
    });
    context.save(mask);
    return out;
  },
  backward: (context, [g]) => [apply(op, [g as Tensor, context.saved[0]], 0), null],
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
  return apply(op, [t, m.detach()], checkNumber("maskedFill", "value", value));
}
