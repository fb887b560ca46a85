import { allocate } from "./allocate.ts";
import { flatten } from "./flatten.ts";
import { checkData, isInstance, isTensor, wrap, type Dtype, type Tensor, type TensorLike } from "./tensor.ts";

/**
 * The tensor an operation was given, or made, in `dtype`, of the number or array it was given.
 *
 * @param truths whether booleans stand for 1 and 0
 * @internal
 */
export function operand(
  op: string,
  value: TensorLike,
  dtype: Dtype = dtypeOf(value),
  truths: boolean = false,
): Tensor {
  if (isInstance(value)) {
    if (!(value.data?.length > 0)) checkData(op, value);
    return value;
  }
  const { shape, values } = flatten(op, value, truths);
  const data = allocate(dtype, values.length);
  data.set(values);
  return wrap(data, shape);
}

/** The dtype of what is to be a tensor, as it stands: a Float64Array's is float64. @internal */
export function dtypeOf(value: unknown): Dtype {
  if (isTensor(value)) return value.dtype;
  return ArrayBuffer.isView(value) && value instanceof Float64Array ? "float64" : "float32";
}
