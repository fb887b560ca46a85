import { allocate } from "./allocate.ts";
import { flatten } from "./flatten.ts";
import { checkData, isTensor, wrap, type Dtype, type Tensor, type TensorLike } from "./tensor.ts";

/** The tensor an operation was given, or made of the number or array it was given. @internal */
export function operand(op: string, value: TensorLike, dtype: Dtype = "float32"): Tensor {
  if (isTensor(value)) {
    if (value.data.length === 0) checkData(op, value);
    return value;
  }
  const { shape, values } = flatten(op, value);
  if ((value as unknown) instanceof Float64Array) dtype = "float64";
  const data = allocate(dtype, values.length);
  data.set(values);
  return wrap(data, shape);
}
