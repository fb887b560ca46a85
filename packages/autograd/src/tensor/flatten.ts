import { DtypeError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { reserve } from "./allocate.ts";
import { MAX_AXES, isList, sizeOf } from "./shape.ts";
import { checkData, isDetached, isTensor, type TensorLike, type TypedArray } from "./tensor.ts";

/**
 * The elements of a tensor-like value in one flat list, and its shape.
 *
 * @param truths whether booleans stand for 1 and 0
 * @internal
 */
export function flatten(
  op: string,
  data: TensorLike | ArrayLike<number>,
  truths: boolean = false,
): { shape: number[]; values: ArrayLike<number> } {
  if (isTensor(data)) {
    checkData(op, data);
    return { shape: data.shape.slice(), values: data.data };
  }
  if (typeof data === "number" || (truths && typeof data === "boolean"))
    return { shape: [], values: [Number(data)] };
  if (
    ArrayBuffer.isView(data) &&
    "length" in data &&
    !(data instanceof BigInt64Array || data instanceof BigUint64Array)
  ) {
    if (isDetached(data as TypedArray))
      throw new DtypeError(`${op}: the typed array is empty because its buffer was transferred or shrunk`);
    return { shape: [data.length], values: data };
  }
  if (!isList(data)) {
    throw new DtypeError(
      `${op}: expected a tensor, a number, nested arrays of numbers or a typed array, got ${formatValue(data)}`,
    );
  }
  const shape: number[] = [];
  for (let level: unknown = data; isRow(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
    if (shape.length > MAX_AXES)
      throw new ShapeError(
        `${op}: arrays nested more than ${MAX_AXES} deep, the most axes of a tensor; does one contain itself?`,
      );
  }
  const size = sizeOf(shape);
  const values = reserve(() => new Float64Array(size), size, 8, op);
  let at = 0;
  const visit = (value: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (isRow(value))
        throw new ShapeError(
          `${op}: ragged data: an array where a number of shape ${formatShape(shape)} was expected`,
        );
      if (typeof value !== "number" && !(truths && typeof value === "boolean"))
        throw new DtypeError(`${op}: element ${formatValue(value)} is not a number`);
      values[at++] = Number(value);
      return;
    }
    if (!isRow(value) || value.length !== shape[axis]) {
      const got = isRow(value) ? `${value.length} entries` : formatValue(value);
      throw new ShapeError(
        `${op}: ragged data: ${got} at axis ${axis} where shape ${formatShape(shape)} has ${shape[axis]}`,
      );
    }
    for (let i = 0; i < value.length; i++) visit(value[i], axis + 1);
  };
  visit(data, 0);
  return { shape, values };
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  if (!ArrayBuffer.isView(value)) return isList(value);
  return value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array;
}
