import { ArgumentError, DtypeError } from "../errors.ts";
import { flatten } from "./flatten.ts";
import { isTensor, type NestedArray } from "./tensor.ts";

/** Integer data (token ids, class labels, positions): never a Tensor. */
export type Indices = Int32Array | readonly number[] | NestedArray;

/** Integer data checked to be whole numbers in `[0, bound)`, with the shape of its nesting. @internal */
export function toIndices(
  op: string,
  indices: Indices,
  bound: number = Infinity,
  min: number = 0,
): { values: Int32Array; shape: number[] } {
  if (isTensor(indices)) {
    throw new DtypeError(
      `${op}: indices are integers, not a Tensor; pass an Int32Array or arrays of whole numbers`,
    );
  }
  const isFlat = ArrayBuffer.isView(indices) && indices instanceof Int32Array && indices.length > 0;
  const { shape, values } = isFlat
    ? { shape: [indices.length], values: indices }
    : flatten(op, indices as NestedArray);
  for (let i = 0; i < values.length; i++) {
    const index = values[i];
    if (!Number.isInteger(index))
      throw new DtypeError(`${op}: index ${index} at position ${i} is not a whole number`);
    if (index < min || index >= bound) {
      throw new ArgumentError(`${op}: index ${index} at position ${i} is outside ${min} to ${bound - 1}`);
    }
  }
  return { values: isFlat ? indices : Int32Array.from(values), shape };
}
