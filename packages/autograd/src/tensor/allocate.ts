import { ShapeError } from "../errors.ts";
import type { Dtype, TypedArray } from "./tensor.ts";

/**
 * A new zero-filled array of `dtype`.
 *
 * @param op whom the error names
 * @throws ShapeError if there is no room for it
 * @internal
 */
export function allocate(dtype: Dtype, size: number, op?: string): TypedArray {
  return dtype === "float64"
    ? reserve(() => new Float64Array(size), size, 8, op)
    : reserve(() => new Float32Array(size), size, 4, op);
}

/** What JavaScript says no to with a RangeError, refused by the name of the function that wanted it. @internal */
export function reserve<T>(make: () => T, size: number, bytes: number, op: string = "Tensor"): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = Number(((size * bytes) / 2 ** 30).toPrecision(3));
    throw new TooLarge(op, `${size} elements take ${gigabytes} GiB, more than one array can hold`);
  }
}

/** The error of an operation as that of the function that performed it. @internal */
export function renamed(op: string, error: unknown): unknown {
  return error instanceof TooLarge ? new TooLarge(op, error.reason) : error;
}

/** That there is no room for something. An operation puts its own name in front. @internal */
export class TooLarge extends ShapeError {
  readonly reason: string;

  constructor(op: string, reason: string) {
    super(`${op}: ${reason}; ask for a smaller shape, or work in several pieces`);
    this.name = "ShapeError";
    this.reason = reason;
  }
}
