import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { MAX_AXES, checkShape, isList, sizeOf, type Shape } from "../../tensor/shape.ts";
import { windowOn, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";

const op: Op<Shape> = {
  name: "reshape",
  alias: true,
  forward: (_context, [x], shape) => windowOn(x, 0, shape),
  backward: (context, [g]) => [reshape(g as Tensor, context.inputShapes[0])],
};

/**
 * The same elements, in the same order, under another shape. Shares memory with `x`. One size may be -1: it is worked
 * out from the rest.
 *
 * @throws ShapeError if the number of elements differs
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  if (arguments.length > 2) refuseExtra("reshape", arguments, 2);
  const t = operand("reshape", x);
  return apply(op, [t], resolve(t.shape, shape));
}

function resolve(from: Shape, shape: Shape): Shape {
  const at = isList(shape) && shape.length <= MAX_AXES ? shape.indexOf(-1) : -1;
  const wanted = checkShape("reshape", at < 0 ? shape : shape.map((size, i) => (i === at ? 1 : size)));
  if (at >= 0) {
    const rest = sizeOf(wanted);
    if (rest > 0 && sizeOf(from) % rest === 0) wanted[at] = sizeOf(from) / rest;
    else
      throw new ShapeError(
        `reshape: the -1 in ${formatShape(shape)} cannot be worked out for shape ${formatShape(from)}`,
      );
  }
  if (sizeOf(wanted) === sizeOf(from)) return wanted;
  throw new ShapeError(
    `reshape: shape ${formatShape(from)} has ${sizeOf(from)} elements, ${formatShape(shape)} has ${sizeOf(wanted)}; they must be the same number`,
  );
}
