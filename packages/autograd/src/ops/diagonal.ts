import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Op } from "../tape/node.ts";
import { apply } from "./define-op.ts";

const takeOp: Op<void> = {
  name: "diagonal",
  forward(_context, [x]) {
    const [count, n] = x.shape;
    const out = empty([count, n], x.dtype);
    for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i * n + (i % n)];
    return out;
  },
  backward: (_context, [g]) => [apply(spreadOp, [g as Tensor], undefined)],
};
const spreadOp: Op<void> = {
  name: "diagonalSpread",
  forward(_context, [x]) {
    const [count, n] = x.shape;
    const out = empty([count, n, n], x.dtype);
    for (let i = 0; i < x.data.length; i++) out.data[i * n + (i % n)] = x.data[i];
    return out;
  },
  backward: (_context, [g]) => [apply(takeOp, [g as Tensor], undefined)],
};

/** The diagonals of a stack of square matrices: `[count, n, n]` to `[count, n]`. @internal */
export function diagonal(x: Tensor): Tensor {
  return apply(takeOp, [x], undefined);
}
