import { ArgumentError, formatShape } from "../../errors.ts";
import { checkAxis, checkInteger } from "../../tensor/shape.ts";
import type { TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkFlag, checkOptions } from "../options.ts";
import type { ValuesAndIndices } from "../reductions/running-extrema.ts";
import { orderAlong, ordered } from "./ordering.ts";

/** Options of {@link topk}. */
export interface TopkOptions {
  /** Axis along which to choose. Default -1, the last. */
  axis?: number;
  /** The largest, or else the smallest. Default true. */
  largest?: boolean;
}

/**
 * The `k` largest (or smallest) elements along an axis, best first, and where each came from. Of equals the first counts; a NaN
 * counts as the largest.
 *
 * @param k how many, from 0 to the size of the axis
 * @example
 * const { values, indices } = topk(tensor([3, 1, 4, 1]), 2); // [4, 3] and [2, 0]
 * @throws ShapeError if `x` lacks the axis
 * @throws ArgumentError if the axis has fewer than `k` elements
 */
export function topk(x: TensorLike, k: number, options: TopkOptions = {}): ValuesAndIndices {
  const t = operand("topk", x);
  checkOptions("topk", options, ["axis", "largest"]);
  checkFlag("topk", "largest", options.largest);
  const axis = checkAxis("topk", options.axis ?? -1, t.shape);
  const length = t.shape[axis] ?? 1;
  if (checkInteger("topk", "k", k, 0) > length)
    throw new ArgumentError(
      `topk: k is ${k}, but axis ${axis} of shape ${formatShape(t.shape)} has ${length}`,
    );
  return ordered(t, orderAlong(t, axis, options.largest ?? true, k));
}
