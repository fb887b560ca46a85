import { ArgumentError } from "../../errors.ts";
import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** An interval, its ends as the dtype of the data holds them. @internal */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Checks an interval and rounds its ends to `x`'s dtype: an element equal to 0.1 in float32 lies on the bound 0.1 for
 * plain loops, which compare in float64, as for operations, which compare in float32. @internal
 */
export function checkBounds(op: string, x: Tensor, min: number, max: number): Bounds {
  checkNumber(op, "min", min);
  checkNumber(op, "max", max);
  if (min > max) throw new ArgumentError(`${op}: min ${min} is above max ${max}; exchange them`);
  return x.dtype === "float32" ? { min: Math.fround(min), max: Math.fround(max) } : { min, max };
}
