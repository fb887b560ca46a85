import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape, formatValue } from "../../errors.ts";
import { broadcastsTo, forEachRun } from "../../tensor/broadcast.ts";
import { checkShape, isList, sameShape, type Shape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";

const op: Op<Shape> = {
  name: "expand",
  forward(_context, [x], shape) {
    const out = uninitialized(shape, x.dtype);
    forEachRun(x.shape, shape, shape, (n, from, stride, _b, _bs, at) => {
      if (stride === 0) out.data.fill(x.data[from], at, at + n);
      else out.data.set(x.data.subarray(from, from + n), at);
    });
    return out;
  },
  // The engine sums a gradient over the axes that broadcasting repeated.
  backward: (_context, [g]) => [g],
};

/**
 * `x` repeated along axes of size 1, and along new leading axes, to fill `shape`; -1 keeps an axis. Copies (tensors are
 * contiguous): in arithmetic, leave broadcasting to the operation.
 *
 * @throws ShapeError if `x` does not broadcast to `shape`
 */
export function expand(x: TensorLike, shape: Shape): Tensor {
  if (arguments.length > 2) refuseExtra("expand", arguments, 2);
  const t = operand("expand", x);
  if (!isList(shape)) throw new ShapeError(`expand: a shape is an array of sizes, got ${formatValue(shape)}`);
  const lead = shape.length - t.ndim;
  const wanted = checkShape(
    "expand",
    shape.map((size, i) => (size === -1 && i >= lead ? t.shape[i - lead] : size)),
  );
  if (sameShape(t.shape, wanted)) return t;
  if (!broadcastsTo(t.shape, wanted)) {
    throw new ShapeError(
      `expand: shape ${formatShape(t.shape)} does not broadcast to ${formatShape(shape)}; only axes of size 1 stretch`,
    );
  }
  return apply(op, [t], wanted);
}
