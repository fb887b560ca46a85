import { refuseExtra } from "../../tensor/arguments.ts";
import { kernels } from "../../kernels/kernel.ts";
import { sizeOf } from "../../tensor/shape.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { binary, type BinaryOp } from "./binary.ts";
import type { UnaryOp } from "./unary.ts";

const negOp: Op<void> = {
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
export const neg: UnaryOp = function (x) {
  if (arguments.length > 1) refuseExtra("neg", arguments, 1);
  return apply(negOp, [operand("neg", x)], undefined);
};

/** `a + b`, broadcast. */
export const add: BinaryOp = binary({
  name: "add",
  kernel: "add",
  saves: false,
  gradients: [(g) => g, (g) => g],
});

/** `a - b`, broadcast. */
export const sub: BinaryOp = binary({
  name: "sub",
  kernel: "sub",
  saves: false,
  gradients: [(g) => g, (g) => neg(g)],
});

/** `a * b`, elementwise and broadcast; for the matrix product see `matmul`. */
export const mul: BinaryOp = binary({
  name: "mul",
  kernel: "mul",
  saves: true,
  gradients: [(g, _a, b) => mul(g, b), (g, a) => mul(g, a)],
});

/** `a / b`, broadcast. Division by zero follows IEEE 754: infinity, or NaN for 0/0. */
export const div: BinaryOp = binary({
  name: "div",
  kernel: "div",
  saves: true,
  gradients: [(g, _a, b) => div(g, b), (g, a, b) => neg(div(mul(g, div(a, b)), b))],
});
