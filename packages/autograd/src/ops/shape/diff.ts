import { ShapeError } from "../../errors.ts";
import { checkAxis, checkInteger } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { sub } from "../elementwise/arithmetic.ts";
import { slice, type SliceRange } from "../indexing/slice.ts";
import { operands } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { joinChecked } from "./joining.ts";

/** Options of {@link diff}. */
export interface DiffOptions {
  /** How many times. Default 1. */
  n?: number;
  /** Axis along which neighbours are subtracted. Default -1, the last. */
  axis?: number;
  /** Joined to `x` at the start of the axis. Default nothing. */
  prepend?: TensorLike | null;
  /** Joined to `x` at the end of the axis. Default nothing. */
  append?: TensorLike | null;
}

/**
 * Differences of neighbours along an axis, `out[i] = x[i + 1] - x[i]`, `n` times over: each time the axis gets shorter by one.
 *
 * @example
 * diff(tensor([1, 4, 9])); // [3, 5]
 * @throws ShapeError if `x` is a scalar, lacks the axis, or what is joined to it does not fit
 * @throws ArgumentError if `n` is not a whole number from 0
 */
export function diff(x: TensorLike, options: DiffOptions = {}): Tensor {
  checkOptions("diff", options, ["n", "axis", "prepend", "append"]);
  const { prepend = null, append = null } = options;
  const [t, ...ends] = operands("diff", [x, ...[prepend, append].filter((end) => end !== null)]);
  if (t.ndim === 0) throw new ShapeError("diff: a scalar has no neighbours; reshape it first");
  const axis = checkAxis("diff", options.axis ?? -1, t.shape);
  const n = checkInteger("diff", "n", options.n ?? 1, 0);
  const parts = prepend === null ? [t, ...ends] : [ends[0], t, ...ends.slice(1)];
  let out = parts.length === 1 ? t : joinChecked("diff", parts, axis);
  const along = (range: SliceRange): SliceRange[] => t.shape.map((_, i) => (i === axis ? range : null));
  for (let i = 0; i < n && out.shape[axis] > 0; i++)
    out = sub(slice(out, along([1])), slice(out, along([0, -1])));
  return out;
}
