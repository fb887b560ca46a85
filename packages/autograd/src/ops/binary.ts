import { kernels, type BinaryKernel } from "../kernels/kernel.ts";
import type { Lowered, Site } from "../kernels/lowered.ts";
import { broadcastShape, forEachRun } from "../tensor/broadcast.ts";
import { empty } from "../tensor/create.ts";
import { sameShape, sizeOf } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/node.ts";
import { apply } from "./define-op.ts";
import { operands } from "./operand.ts";

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
type ArithmeticName = "add" | "sub" | "mul" | "div";
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
    lower: (site) => (typeof rule.kernel === "string" ? lowerPair(rule.kernel, site) : null),
  };
  return (a, b) => apply(op, operands(name, [a, b]), undefined);
}

/** Arithmetic on kernel memory: operands of one shape, one repeated for each row of the other, or a single number. */
function lowerPair(name: ArithmeticName, { heap, inputs: [a, b], outputs: [out] }: Site): Lowered | null {
  const kernel = heap.module[name];
  const n = sizeOf(out);
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  const [stepA, stepB] = [sizeA === n ? 1 : 0, sizeB === n ? 1 : 0];
  if ((stepA === 1 || sizeA === 1) && (stepB === 1 || sizeB === 1) && stepA + stepB > 0) {
    return { exact: n % 8 === 0, run: (at) => kernel(at[0], stepA, at[1], stepB, at[2], n) };
  }
  const row = stepA === 1 ? b : a;
  const width = sizeOf(row);
  const trails = stepA + stepB === 1 && width > 0 && sameShape(row, out.slice(out.length - row.length));
  if (!trails) return null;
  const [jumpA, jumpB] = [4 * width * stepA, 4 * width * stepB];
  return {
    exact: width % 8 === 0,
    run(at) {
      for (let i = 0, done = 0; done < n; i++, done += width)
        kernel(at[0] + i * jumpA, 1, at[1] + i * jumpB, 1, at[2] + 4 * done, width);
    },
  };
}

/** Runs a kernel over two tensors of one dtype, broadcast. @internal */
export function broadcastPair(op: string, kernel: BinaryKernel, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShape(op, a.shape, b.shape);
  const out = empty(shape, a.dtype);
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
