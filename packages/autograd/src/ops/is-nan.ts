import { uninitialized } from "../tensor/uninitialized.ts";
import type { Op } from "../tape/op.ts";
import { applyConstant } from "./define-op.ts";
import { operand } from "./operand.ts";
import type { UnaryOp } from "./unary.ts";

const op: Op<void> = {
  name: "isNaN",
  elementwise: true,
  forward(_context, [{ data, shape, dtype }]) {
    const out = uninitialized(shape, dtype);
    for (let i = 0; i < data.length; i++) out.data[i] = Number.isNaN(data[i]) ? 1 : 0;
    return out;
  },
};

/** 1 where `x` is NaN, else 0. No gradient. */
export const isNaN: UnaryOp = (x) => applyConstant(op, [operand("isNaN", x)], undefined);
