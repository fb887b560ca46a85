import { operand } from "../tensor/operand.ts";
import { Tensor, type Dtype, type TensorLike } from "../tensor/tensor.ts";
import { to } from "./to.ts";

export { operand };

/**
 * Operands brought to one dtype: tensors of different dtypes meet in float64, plain numbers and arrays take the
 * tensors' dtype. @internal
 */
export function operands(op: string, values: readonly TensorLike[]): Tensor[] {
  const dtype = commonDtype(values);
  return values.map((value) => {
    const t = operand(op, value, dtype);
    return t.dtype === dtype ? t : to(t, dtype);
  });
}

function commonDtype(values: readonly TensorLike[]): Dtype {
  let dtype: Dtype | null = null;
  for (const value of values) {
    if (value instanceof Tensor) dtype = dtype === "float64" ? dtype : value.dtype;
  }
  return dtype ?? (values.some((value) => value instanceof Float64Array) ? "float64" : "float32");
}
