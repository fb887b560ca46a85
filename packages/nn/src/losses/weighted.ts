import {
  ShapeError,
  formatShape,
  mul,
  operands,
  sameShape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";

/** Elementwise losses times a weight that broadcasts to them. @internal */
export function weighted(op: string, losses: Tensor, weight: TensorLike): Tensor {
  const [, factor] = operands(op, [losses, weight]);
  const result = mul(losses, factor);
  if (sameShape(result.shape, losses.shape)) return result;
  throw new ShapeError(
    `${op}: weight ${formatShape(factor.shape)} does not broadcast to the input's shape ${formatShape(losses.shape)}`,
  );
}
