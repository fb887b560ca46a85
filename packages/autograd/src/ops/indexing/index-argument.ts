import { ShapeError, formatShape } from "../../errors.ts";
import { toIndices, type Indices } from "../../tensor/indices.ts";
import { checkShape, sizeOf, type Shape } from "../../tensor/shape.ts";

export interface IndexOptions {
  /** Shape of the indices. Default: that of their nesting; an Int32Array has one axis. */
  shape?: Shape;
}

/**
 * Indices checked to lie in `[0, bound)`, or, where they may count from the end, in `[-bound, bound)`, with their shape; a copy, so that a batch buffer can be refilled before the
 * backward pass. @internal
 */
export function indexArgument(
  op: string,
  indices: Indices,
  bound: number,
  options: IndexOptions = {},
  fromEnd: boolean = false,
): { values: Int32Array; shape: Shape } {
  const { values, shape } = toIndices(op, indices, bound, fromEnd ? -bound : 0);
  const wanted = options.shape === undefined ? shape : checkShape(op, options.shape);
  if (sizeOf(wanted) !== values.length) {
    throw new ShapeError(`${op}: ${values.length} indices do not fill shape ${formatShape(wanted)}`);
  }
  const own = values === indices ? values.slice() : values;
  if (fromEnd) for (let i = 0; i < own.length; i++) if (own[i] < 0) own[i] += bound;
  return { values: own, shape: wanted };
}
