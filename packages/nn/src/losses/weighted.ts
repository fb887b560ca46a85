import { ShapeError, formatShape, mul, operands, type Tensor, type TensorLike } from "@rewind/autograd";

/** Elementwise losses times a weight that broadcasts to them. @internal */
export function weighted(op: string, losses: Tensor, weight: TensorLike): Tensor {
  const [, factor] = operands(op, [losses, weight]);
  const lead = losses.ndim - factor.ndim;
  const fits = factor.shape.every((size, axis) => size === 1 || size === losses.shape[lead + axis]);
  if (lead >= 0 && fits) return mul(losses, factor);
  throw new ShapeError(
    `${op}: weight ${formatShape(factor.shape)} does not broadcast to the input's shape ${formatShape(losses.shape)}; give it axes of these sizes or of 1`,
  );
}
