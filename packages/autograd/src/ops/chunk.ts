import { ShapeError } from "../errors.ts";
import { checkAxis, checkInteger } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { checkPieces, cut } from "./pieces.ts";

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
export function chunk(x: TensorLike, chunks: number, options: { axis?: number } = {}): Tensor[] {
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
  return cut(t, sizes, axis, false);
}
