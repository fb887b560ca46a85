import { refuseExtra } from "../../tensor/arguments.ts";
import { kernels, type BinaryKernel } from "../../kernels/kernel.ts";
import { broadcastShape, forEachRun } from "../../tensor/broadcast.ts";
import { sameShape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operands } from "../operand.ts";
import { lowerPair, type ArithmeticName } from "./lower-pair.ts";

/** A function of two tensors' elements, broadcast as in NumPy. */
export type BinaryOp = (a: TensorLike, b: TensorLike) => Tensor;

/** How a function of two numbers differentiates. */
export interface BinaryRule {
  readonly name: string;
  readonly kernel: BinaryKernel | ArithmeticName;
  /** Whether the gradients read the inputs. */
  readonly saves: boolean;
  /** The gradient of each input, before summing over broadcast axes. */
  readonly gradients: readonly [Gradient, Gradient];
}
type Gradient = (grad: Tensor, a: Tensor, b: Tensor) => Tensor;

/** Makes a broadcasting operation of two operands. @internal */
export function binary(rule: BinaryRule): BinaryOp {
  const { name, saves, gradients } = rule;
  const op: Op<void> = {
    name,
    elementwise: true,
    forward(context, [a, b]) {
      const kernel = typeof rule.kernel === "string" ? kernels[rule.kernel] : rule.kernel;
      const out = broadcastPair(name, kernel, a, b);
      if (saves) context.save(a, b);
      return out;
    },
    backward(context, [g]) {
      const [a, b] = context.saved;
      return gradients.map((gradient, i) => (context.needs(i) ? gradient(g as Tensor, a, b) : null));
    },
    lower: (site) => lowerPair(rule.kernel, site),
  };
  return function (a, b) {
    if (arguments.length > 2) refuseExtra(name, arguments, 2);
    return apply(op, operands(name, [a, b]), undefined);
  };
}

/** Runs a kernel over two tensors of one dtype, broadcast. @internal */
export function broadcastPair(op: string, kernel: BinaryKernel, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShape(op, a.shape, b.shape);
  const out = uninitialized(shape, a.dtype);
  if (sameShape(a.shape, b.shape)) kernel(a.data, 0, 1, b.data, 0, 1, out.data, 0, out.size);
  else {
    forEachRun(a.shape, b.shape, shape, (n, ao, as, bo, bs, o) =>
      kernel(a.data, ao, as, b.data, bo, bs, out.data, o, n),
    );
  }
  return out;
}

/** The plain loop over a function of two numbers. @internal */
export function pairwise(f: (a: number, b: number) => number): BinaryKernel {
  return (a, ao, as, b, bo, bs, out, o, n) => {
    for (let i = 0; i < n; i++) out[o + i] = f(a[ao + i * as], b[bo + i * bs]);
  };
}
