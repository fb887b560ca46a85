import { kernels } from "../../kernels/kernel.ts";
import { broadcastAxes } from "../../tensor/broadcast.ts";
import { sizeOf, type Shape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { expand } from "../shape/expand.ts";
import { reshape } from "../shape/reshape.ts";
import { planReduction, reductionView, type ReduceOptions, type Reduction } from "./reduce.ts";

const op: Op<Reduction> = {
  name: "sum",
  forward(_context, [x], { axes, shape }) {
    const out = uninitialized(shape, x.dtype);
    const { data, outer, length, inner } = reductionView(x, axes);
    kernels.sum(data, out.data, outer, length, inner);
    return out;
  },
  backward: (context, [g], { kept }) => [expand(reshape(g as Tensor, kept), context.inputShapes[0])],
  lower({ heap, inputs: [x], outputs: [out] }, { axes }) {
    const run = axes.length === 0 || axes[axes.length - 1] - axes[0] + 1 === axes.length;
    if (!run || axes.length === 0) return null;
    const { addColumnSums, addRowSums } = heap.module;
    const n = sizeOf(out);
    const outer = sizeOf(x.slice(0, axes[0]));
    const inner = n === 0 ? 0 : n / outer;
    const length = n === 0 ? 0 : sizeOf(x) / n;
    return {
      exact: true,
      scratch: [2 * n],
      run([from, to, totals]) {
        const sums = new Float64Array(heap.array().buffer, totals, n).fill(0);
        if (inner === 1) addRowSums(from, totals, outer, length);
        else
          for (let i = 0; i < outer; i++)
            addColumnSums(from + 4 * i * length * inner, totals + 8 * i * inner, length, inner);
        heap.array().set(sums, to / 4);
      },
    };
  },
};

/** Sum of all elements, or along `axis`. Accumulates in float64. An empty sum is 0. */
export function sum(x: TensorLike, options?: ReduceOptions): Tensor {
  const t = operand("sum", x);
  return apply(op, [t], planReduction("sum", t, options));
}

/** Sums over the axes along which `shape` was broadcast to `x`'s: the transpose of broadcasting. @internal */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const axes = broadcastAxes(shape, x.shape);
  const summed = axes.length === 0 ? x : sum(x, { axis: axes });
  return summed.shape === shape ? summed : reshape(summed, shape);
}
