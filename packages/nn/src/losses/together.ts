import { ShapeError, broadcastShape, formatShape, sameShape, type Tensor } from "@rewind/autograd";

/**
 * Checks that inputs broadcast, as PyTorch lets these losses: but a column beside a vector, which makes a square of all
 * pairs, is a mistake. @internal
 */
export function checkTogether(op: string, inputs: readonly Tensor[]): void {
  const shape = inputs.map((t) => t.shape).reduce((a, b) => broadcastShape(op, a, b));
  const ranks = new Set(inputs.filter((t) => t.size !== 1).map((t) => t.ndim));
  if (ranks.size < 2 || inputs.some((t) => sameShape(t.shape, shape))) return;
  throw new ShapeError(
    `${op}: shapes ${inputs.map((t) => formatShape(t.shape)).join(", ")} would be all pairs, ${formatShape(shape)}; reshape them to one number of axes`,
  );
}
