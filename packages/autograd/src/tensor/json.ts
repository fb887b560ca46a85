import { ArgumentError, formatShape, formatValue } from "../errors.ts";
import { allocate } from "./allocate.ts";
import { checkDtype } from "./dtype.ts";
import { checkShape, sizeOf } from "./shape.ts";
import { isTensor, wrap, type Tensor, type TensorJSON } from "./tensor.ts";

const SPECIAL: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** Whether something has the form that a tensor's `toJSON` gives it. @internal */
export function isTensorJSON(value: unknown): value is TensorJSON {
  if (typeof value !== "object" || value === null || isTensor(value)) return false;
  const { shape, data } = value as Partial<TensorJSON>;
  return Array.isArray(shape) && (Array.isArray(data) || ArrayBuffer.isView(data));
}

/** The tensor that `toJSON` made this of. @internal */
export function fromJSON(op: string, json: TensorJSON): Tensor {
  const shape = checkShape(op, json.shape);
  const dtype = checkDtype(op, json.dtype ?? "float32");
  const { length } = json.data;
  if (sizeOf(shape) !== length)
    throw new ArgumentError(`${op}: data of ${length} elements does not fill shape ${formatShape(shape)}`);
  const values = allocate(dtype, length, op);
  for (let i = 0; i < length; i++) {
    const element: unknown = json.data[i];
    const value = typeof element === "number" ? element : SPECIAL.get(element);
    if (value === undefined)
      throw new ArgumentError(`${op}: element ${i} of data must be a number or "NaN", "Infinity", "-Infinity", "-0", got ${formatValue(element)}`); // prettier-ignore
    values[i] = value;
  }
  return wrap(values, shape);
}
