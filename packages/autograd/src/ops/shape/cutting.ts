import { ShapeError, formatShape, formatValue } from "../../errors.ts";
import { checkAxis, checkInteger, isList, type Shape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { checkPieces, cut } from "./pieces.ts";

type Tuple<N extends number, T extends Tensor[] = []> = T["length"] extends N ? T : Tuple<N, [...T, Tensor]>;

/** The pieces of {@link chunk}: a tuple where their number is written out, up to 16, and trusted to be reached; else a list. */
export type Chunks<N extends number> = N extends
  1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16
  ? Tuple<N>
  : Tensor[];

/** The pieces of {@link split}: a tuple where their sizes are written out, else a list. */
export type Split<S extends number | readonly number[]> = S extends readonly number[]
  ? { -readonly [K in keyof S]: Tensor }
  : Tensor[];

/**
 * Cuts `x` along an axis (default 0) into pieces of one size (the last may be smaller) or of the sizes given. One record
 * however many pieces. Pieces of the first axis share memory with `x`.
 *
 * @throws ShapeError if given sizes do not add up to the axis
 */
export function split<const S extends number | readonly number[]>(
  x: TensorLike,
  sizeOrSizes: S,
  options: { axis?: number } = {},
): Split<S> {
  const t = operand("split", x);
  checkOptions("split", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("split: a scalar has no axis to split; reshape it first");
  const axis = checkAxis("split", options.axis ?? 0, t.shape);
  return cut(t, checkSizes(t.shape, t.shape[axis], sizeOrSizes), axis, false) as Split<S>;
}

function checkSizes(
  shape: Shape,
  length: number,
  sizeOrSizes: number | readonly number[],
): readonly number[] {
  if (typeof sizeOrSizes === "number") {
    const size = checkInteger("split", "size", sizeOrSizes, 1);
    const count = Math.max(1, Math.ceil(length / size));
    checkPieces("split", count);
    return Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
  }
  if (!isList(sizeOrSizes) || [...sizeOrSizes].some((size) => !Number.isInteger(size) || size < 0)) {
    throw new ShapeError(`split: sizes must be whole numbers >= 0, got ${formatValue(sizeOrSizes)}`);
  }
  const total = sizeOrSizes.reduce((a, b) => a + b, 0);
  if (total !== length) {
    throw new ShapeError(
      `split: sizes ${formatShape(sizeOrSizes)} add up to ${total}, the axis of shape ${formatShape(shape)} has ${length}`,
    );
  }
  return sizeOrSizes.slice();
}

/**
 * Cuts `x` along an axis (default 0) into `chunks` pieces of size `⌈length / chunks⌉`, the last of which may be smaller; where
 * the length runs out early, there are fewer pieces, as in PyTorch. One record however many pieces.
 *
 * @param chunks how many pieces to aim at, from 1
 * @example
 * const [i, f, g, o] = chunk(gates, 4, { axis: 1 });
 * @throws ShapeError if `x` is a scalar or lacks the axis
 * @throws ArgumentError if `chunks` is not a whole number from 1
 */
export function chunk<const N extends number>(
  x: TensorLike,
  chunks: N,
  options: { axis?: number } = {},
): Chunks<N> {
  const t = operand("chunk", x);
  checkOptions("chunk", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("chunk: a scalar has no axis to cut; reshape it first");
  const axis = checkAxis("chunk", options.axis ?? 0, t.shape);
  checkInteger("chunk", "chunks", chunks, 1);
  const length = t.shape[axis];
  const size = Math.ceil(length / chunks);
  const count = length === 0 ? chunks : Math.ceil(length / size);
  checkPieces("chunk", count);
  const sizes = Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
  return cut(t, sizes, axis, false) as Chunks<N>;
}

/**
 * The slices of `x` along an axis (default 0), without that axis: a `[T, B, I]` sequence becomes T tensors `[B, I]`. One
 * record for all of them; slices of the first axis share memory with `x`.
 */
export function unstack(x: TensorLike, options: { axis?: number } = {}): Tensor[] {
  const t = operand("unstack", x);
  checkOptions("unstack", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("unstack: a scalar has no axis to take slices of");
  const axis = checkAxis("unstack", options.axis ?? 0, t.shape);
  checkPieces("unstack", t.shape[axis]);
  return cut(t, new Array<number>(t.shape[axis]).fill(1), axis, true);
}
