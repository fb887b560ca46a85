import { DtypeError, formatValue } from "../errors.ts";
import type { Dtype } from "./tensor.ts";

/** Checks a dtype's name. @internal */
export function checkDtype(op: string, dtype: unknown): Dtype {
  if (dtype !== "float32" && dtype !== "float64") {
    throw new DtypeError(`${op}: dtype must be "float32" or "float64", got ${formatValue(dtype)}`);
  }
  return dtype;
}
