import { kernels } from "../kernels/kernel.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { uninitialized } from "../tensor/uninitialized.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operand } from "./operand.ts";
import type { UnaryOp } from "./unary.ts";

const op: Op<void> = {
  name: "neg",
  elementwise: true,
  forward(_context, [x]) {
    const out = uninitialized(x.shape, x.dtype);
    if (kernels.unary.neg?.(x.data, out.data)) return out;
    for (let i = 0; i < out.data.length; i++) out.data[i] = -x.data[i];
    return out;
  },
  backward: (_context, [g]) => [neg(g as Tensor)],
  lower({ heap, outputs: [shape] }) {
    const n = sizeOf(shape);
    return { exact: n % 8 === 0, run: ([x, out]) => heap.module.neg(x, out, n) };
  },
};

/** `-x`. */
export const neg: UnaryOp = (x) => apply(op, [operand("neg", x)], undefined);
