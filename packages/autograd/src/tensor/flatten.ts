import { DtypeError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { Tensor, type TensorLike } from "./tensor.ts";

/** The elements of a tensor-like value in one flat list, and its shape. @internal */
export function flatten(
  op: string,
  data: TensorLike | ArrayLike<number>,
): { shape: number[]; values: ArrayLike<number> } {
  if (data instanceof Tensor) return { shape: data.shape.slice(), values: data.data };
  if (typeof data === "number") return { shape: [], values: [data] };
  if (
    ArrayBuffer.isView(data) &&
    "length" in data &&
    !(data instanceof BigInt64Array || data instanceof BigUint64Array)
  ) {
    return { shape: [data.length], values: data };
  }
  if (!Array.isArray(data)) {
    throw new DtypeError(
      `${op}: expected a tensor, a number, nested arrays of numbers or a typed array, got ${formatValue(data)}`,
    );
  }
  const shape: number[] = [];
  for (let level: unknown = data; isList(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const values: number[] = [];
  const visit = (value: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (isList(value))
        throw new ShapeError(
          `${op}: ragged data: an array where a number of shape ${formatShape(shape)} was expected`,
        );
      if (typeof value !== "number")
        throw new DtypeError(`${op}: element ${formatValue(value)} is not a number`);
      values.push(value);
      return;
    }
    if (!isList(value) || value.length !== shape[axis]) {
      const got = isList(value) ? `${value.length} entries` : formatValue(value);
      throw new ShapeError(
        `${op}: ragged data: ${got} at axis ${axis} where shape ${formatShape(shape)} has ${shape[axis]}`,
      );
    }
    for (let i = 0; i < value.length; i++) visit(value[i], axis + 1);
  };
  visit(data, 0);
  return { shape, values };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return (
    Array.isArray(value) ||
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    value instanceof Int32Array
  );
}
