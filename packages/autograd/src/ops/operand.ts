import { operand } from "../tensor/operand.ts";
import { isTensor, type Dtype, type Tensor, type TensorLike } from "../tensor/tensor.ts";
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

function isFloat64(value: unknown): boolean {
  return ArrayBuffer.isView(value) && value instanceof Float64Array;
}

function commonDtype(values: readonly TensorLike[]): Dtype {
  let dtype: Dtype | null = null;
  for (const value of values) {
    if (isTensor(value)) dtype = dtype === "float64" ? dtype : value.dtype;
  }
  return dtype ?? (values.some(isFloat64) ? "float64" : "float32");
}
