import { refuseExtra } from "../../tensor/arguments.ts";
import { wrap, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { gatherAt } from "../indexing/positions.ts";
import { orderAlong } from "./ordering.ts";

/** What {@link unique} finds. */
export interface Unique {
  /** The distinct elements in ascending order, without gradient. */
  readonly values: Tensor;
  /** For each element of `x`, flat in row-major order, its index in `values`. */
  readonly inverse: Int32Array;
  /** How often each value occurs. */
  readonly counts: Int32Array;
}

/**
 * The distinct elements of `x`. A NaN equals nothing: each is one of its own, at the end.
 *
 * @example
 * const { values, counts } = unique(tensor([3, 1, 3])); // [1, 3] and [1, 2]
 */
export function unique(x: TensorLike): Unique {
  if (arguments.length > 1) refuseExtra("unique", arguments, 1);
  const { data, size } = operand("unique", x);
  const flat = wrap(data, [size]);
  const inverse = new Int32Array(size);
  const firsts: number[] = [];
  const counts: number[] = [];
  for (const i of orderAlong(flat, 0, false).indices) {
    if (firsts.length === 0 || data[firsts[firsts.length - 1]] !== data[i]) counts[firsts.push(i) - 1] = 0;
    counts[(inverse[i] = firsts.length - 1)]++;
  }
  return {
    values: gatherAt(flat, { at: Int32Array.from(firsts), shape: [firsts.length] }),
    inverse,
    counts: Int32Array.from(counts),
  };
}
