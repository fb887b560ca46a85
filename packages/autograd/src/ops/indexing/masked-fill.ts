import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { broadcastsTo, forEachRun } from "../../tensor/broadcast.ts";
import { checkNumber } from "../../tensor/shape.ts";
import { wrap, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand, operands } from "../operand.ts";
import { truthOf, where, type Condition } from "../where.ts";

const op: Op<number> = {
  name: "maskedFill",
  elementwise: true,
  forward(context, [x, mask], value) {
    const out = wrap(x.data.slice(), x.shape);
    forEachRun(x.shape, mask.shape, x.shape, (n, _from, _stride, from, stride, at) => {
      for (let i = 0; i < n; i++) if (mask.data[from + i * stride] !== 0) out.data[at + i] = value;
    });
    context.save(mask);
    return out;
  },
  backward: (context, [g]) => [apply(op, [g as Tensor, context.saved[0]], 0), null],
};

/**
 * `x` with `value` wherever `mask` is not 0. No gradient flows to the replaced elements, nor to `mask`; a value that is a tensor
 * gets theirs.
 *
 * @param mask as comparisons give it, or booleans; broadcasts to the shape of `x`
 * @param value often `-Infinity`, before a softmax; a tensor broadcasts to the shape of `x`
 * @example
 * maskedFill(scores, equal(tril(ones([4, 4])), 0), -Infinity);
 * @throws ShapeError if `mask` or `value` does not broadcast to the shape of `x`
 * @throws ArgumentError if `value` is a NaN
 */
export function maskedFill(x: TensorLike, mask: Condition, value: TensorLike): Tensor {
  if (arguments.length > 3) refuseExtra("maskedFill", arguments, 3);
  const [t, v] = typeof value === "number" ? [operand("maskedFill", x), null] : operands("maskedFill", [x, value]); // prettier-ignore
  const m = truthOf("maskedFill", mask);
  const check = (name: string, { shape }: Tensor): void => {
    if (broadcastsTo(shape, t.shape)) return;
    throw new ShapeError(
      `maskedFill: ${name} of shape ${formatShape(shape)} does not broadcast to shape ${formatShape(t.shape)}; reshape it or expand x`,
    );
  };
  check("mask", m);
  if (v === null) return apply(op, [t, m.detach()], checkNumber("maskedFill", "value", value));
  check("value", v);
  return where(m, v, t);
}
