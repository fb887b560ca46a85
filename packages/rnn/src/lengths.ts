import { ArgumentError, ShapeError, formatValue, isList, type Tensor } from "@rewind/autograd";
import { selectRows } from "./gates/select-rows.ts";

/** How many steps of each sequence of the batch are real; the rest is padding. In any order, zero allowed. */
export type Lengths = Int32Array | readonly number[];

/**
 * Checks lengths against the sequences they belong to. Returns null where there is no padding to heed.
 * @internal
 */
export function checkLengths(
  who: string,
  lengths: Lengths | undefined,
  steps: number,
  batch: number,
): Int32Array | null {
  if (lengths === undefined) return null;
  if (!isList(lengths) && !(ArrayBuffer.isView(lengths) && lengths instanceof Int32Array)) {
    throw new ArgumentError(
      `${who}: lengths must be an Int32Array or an array of numbers, got ${formatValue(lengths)}`,
    );
  }
  if (lengths.length !== batch) {
    throw new ShapeError(
      `${who}: ${lengths.length} lengths for a batch of ${batch}; give one length per sequence (the batch is the second axis, or with batchFirst the first)`,
    );
  }
  for (let row = 0; row < batch; row++) {
    const length: unknown = lengths[row];
    if (!Number.isInteger(length) || (length as number) < 0 || (length as number) > steps) {
      throw new ArgumentError(
        `${who}: length ${formatValue(length)} of sequence ${row} must be a whole number from 0 to ${steps}, the number of steps`,
      );
    }
  }
  const checked = Int32Array.from(lengths);
  return checked.every((length) => length === steps) ? null : checked;
}

/** Which sequences are still running at step `t`. @internal */
export function activeRows(lengths: Int32Array, t: number): Uint8Array {
  return Uint8Array.from(lengths, (length) => (t < length ? 1 : 0));
}

/**
 * The sequences `[T, B, …]` with zeros for padding: whatever it held, NaN included, would otherwise meet a zero gradient
 * in a product.
 * @internal
 */
export function zeroPadding(xs: Tensor, lengths: Int32Array): Tensor {
  const [steps, batch] = xs.shape;
  const mask = new Uint8Array(steps * batch);
  for (let t = 0; t < steps; t++) mask.set(activeRows(lengths, t), t * batch);
  return selectRows(mask, xs, null);
}
