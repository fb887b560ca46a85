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

/** Whom an error names where nobody has said. */
const NOBODY = "Tensor";

/** What JavaScript says no to with a RangeError, refused by the name of the function that wanted it. @internal */
export function reserve<T>(make: () => T, size: number, bytes: number, op: string = NOBODY): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = Number(((size * bytes) / 2 ** 30).toPrecision(3));
    throw new TooLarge(op, `${size} elements take ${gigabytes} GiB, more than one array can hold`);
  }
}

/** The error of what an operation did as its own, unless it names somebody already. @internal */
export function renamed(op: string, error: unknown, from: string = NOBODY): unknown {
  return error instanceof TooLarge && error.op === from ? new TooLarge(op, error.reason) : error;
}

/** That there is no room for something. An operation puts its own name in front. @internal */
export class TooLarge extends ShapeError {
  readonly op: string;
  readonly reason: string;

  constructor(op: string, reason: string) {
    super(`${op}: ${reason}; ask for a smaller shape, or work in several pieces`);
    this.name = "ShapeError";
    this.op = op;
    this.reason = reason;
  }
}
