import { allocate } from "./allocate.ts";
import { flatten } from "./flatten.ts";
import { Tensor, type Dtype, type TensorLike } from "./tensor.ts";

/** The tensor an operation was given, or made of the number or array it was given. @internal */
export function operand(op: string, value: TensorLike, dtype: Dtype = "float32"): Tensor {
  if (value instanceof Tensor) return value;
  if (value instanceof Float64Array) dtype = "float64";
  const { shape, values } = flatten(op, value);
  const data = allocate(dtype, values.length);
  data.set(values);
  return new Tensor(data, shape);
}
