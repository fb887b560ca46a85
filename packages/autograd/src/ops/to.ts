import { refuseExtra } from "../tensor/arguments.ts";
import { DtypeError, formatValue } from "../errors.ts";
import { allocate } from "../tensor/allocate.ts";
import { checkDtype } from "../tensor/dtype.ts";
import { checkData, isTensor, wrap, type Dtype, type Tensor } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";

const op: Op<Dtype> = {
  name: "to",
  forward(_context, [x], dtype) {
    const data = allocate(dtype, x.size);
    data.set(x.data);
    return wrap(data, x.shape);
  },
  backward: (_context, [g], dtype) => [apply(op, [g as Tensor], dtype === "float64" ? "float32" : "float64")],
};

/**
 * `x` in another dtype; `x` itself if it has that dtype already. The gradient returns in `x`'s own dtype.
 *
 * @throws DtypeError if `x` is not a tensor, or there is no such dtype
 */
export function to(x: Tensor, dtype: Dtype): Tensor {
  if (arguments.length > 2) refuseExtra("to", arguments, 2);
  if (!isTensor(x)) {
    throw new DtypeError(
      `to: expected a Tensor, got ${formatValue(x)}; make one with tensor(data, { dtype })`,
    );
  }
  checkData("to", x);
  return checkDtype("to", dtype) === x.dtype ? x : apply(op, [x], dtype);
}
