import { DtypeError, formatShape } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { operand } from "../tensor/operand.ts";
import { checkData, isInstance, type Dtype, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import { to } from "./to.ts";

export { operand };

/**
 * Operands of one dtype, that of the tensors among them: numbers, arrays and typed arrays follow it. Tensors of two dtypes
 * are refused, for one in float64 would make all that follows several times slower. @internal
 */
export function operands(op: string, values: readonly TensorLike[]): Tensor[] {
  const dtype = commonDtype(op, values);
  return values.map((value) => {
    const t = operand(op, value, dtype);
    return t.dtype === dtype ? t : to(t, dtype);
  });
}

function isFloat64(value: unknown): boolean {
  return ArrayBuffer.isView(value) && value instanceof Float64Array;
}

function commonDtype(op: string, values: readonly TensorLike[]): Dtype {
  let first: Tensor | null = null;
  for (const value of values) {
    // A list of nothing but length: the first hole is refused.
    if (value === undefined) break;
    if (!isInstance(value)) continue;
    first ??= value;
    if (first.dtype === value.dtype) continue;
    for (const t of [first, value]) checkData(op, t);
    if (runtime.promotes) return "float64";
    const [a, b] = [first, value].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
    throw new DtypeError(
      `${op}: ${a} and ${b} differ in dtype; bring them to one, such as with to("float32") (a tensor of a Float64Array is float64)`,
    );
  }
  if (first !== null) return first.dtype;
  return values.some(isFloat64) ? "float64" : "float32";
}
