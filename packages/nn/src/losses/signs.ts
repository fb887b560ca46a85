import {
  ArgumentError,
  ShapeError,
  formatShape,
  operands,
  sameShape,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";

/** Targets that must be 1 or -1, and of the given shape if any, without history: they are labels, not values. @internal */
export function signs(op: string, target: TensorLike, shape: Shape | null, like: Tensor): Tensor {
  const t = operands(op, [like, target])[1].detach();
  if (shape !== null && !sameShape(t.shape, shape))
    throw new ShapeError(`${op}: target ${formatShape(t.shape)} must be ${formatShape(shape)}`);
  const at = t.data.findIndex((value) => value !== 1 && value !== -1);
  if (at >= 0)
    throw new ArgumentError(
      `${op}: target ${t.data[at]} at position ${at} must be 1 or -1; turn a 0 or 1 label y into 2 y - 1`,
    );
  return t;
}
