import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import { checkAxis, checkInteger, stridesOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { part } from "../indexing/views.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { sum } from "../reductions/sum.ts";

/** Options of {@link diagonal}. */
export interface DiagonalOptions {
  /** Which diagonal: 0 the main one, positive above it, negative below it. Default 0. */
  offset?: number;
  /** The axis of rows. Default 0. */
  axis0?: number;
  /** The axis of columns. Default 1. */
  axis1?: number;
}

/**
 * A diagonal of the matrices that two axes of `x` make: those axes go, the diagonal is the new last axis.
 *
 * @example
 * diagonal(tensor([[1, 2], [3, 4]])); // [1, 4]
 * diagonal(tensor([[1, 2], [3, 4]]), { offset: 1 }); // [2]
 * @throws ShapeError if `x` lacks one of the axes, or they are the same
 * @throws ArgumentError if `offset` is not a whole number
 */
export function diagonal(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  const t = operand("diagonal", x);
  checkOptions("diagonal", options, ["offset", "axis0", "axis1"]);
  const offset = checkInteger("diagonal", "offset", options.offset ?? 0);
  const rows = checkAxis("diagonal", options.axis0 ?? 0, t.shape);
  const columns = checkAxis("diagonal", options.axis1 ?? 1, t.shape);
  if (rows === columns)
    throw new ShapeError(`diagonal: needs two axes of shape ${formatShape(t.shape)}, got ${rows} twice`);
  const strides = stridesOf(t.shape);
  const row = Math.max(0, -offset);
  const column = Math.max(0, offset);
  const length = Math.max(0, Math.min(t.shape[rows] - row, t.shape[columns] - column));
  const others = [...t.shape.keys()].filter((axis) => axis !== rows && axis !== columns);
  const shape = [...others.map((axis) => t.shape[axis]), length];
  const steps = [...others.map((axis) => strides[axis]), strides[rows] + strides[columns]];
  const start = length === 0 ? 0 : row * strides[rows] + column * strides[columns];
  return part(t, { offset: start, shape, strides: steps }, shape);
}

/**
 * Sum of the main diagonal of a matrix.
 *
 * @example
 * trace(tensor([[1, 2], [3, 4]])); // 5
 * @throws ShapeError if `x` is not a matrix
 */
export function trace(x: TensorLike): Tensor {
  if (arguments.length > 1) refuseExtra("trace", arguments, 1);
  const t = operand("trace", x);
  if (t.ndim !== 2)
    throw new ShapeError(
      `trace: shape ${formatShape(t.shape)} is not a matrix; for a batch sum its diagonal`,
    );
  return sum(diagonal(t));
}
