import { kernels } from "../../kernels/kernel.ts";
import { empty } from "../../tensor/create.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { operand } from "../operand.ts";
import { expand } from "../shape/expand.ts";
import { reshape } from "../shape/reshape.ts";
import { planReduction, reductionView, type ReduceOptions, type Reduction } from "./reduce.ts";

const op: Op<Reduction> = {
  name: "mean",
  forward(_context, [x], { axes, shape, count }) {
    const out = empty(shape, x.dtype);
    const { data, outer, length, inner } = reductionView(x, axes);
    kernels.sum(data, out.data, outer, length, inner);
    for (let i = 0; i < out.data.length; i++) out.data[i] /= count;
    return out;
  },
  backward: (context, [g], { kept, count }) => [
    expand(reshape(mul(g as Tensor, 1 / count), kept), context.inputShapes[0]),
  ],
};

/** Arithmetic mean of all elements, or along `axis`. The mean of no elements is NaN. */
export function mean(x: TensorLike, options?: ReduceOptions): Tensor {
  const t = operand("mean", x);
  return apply(op, [t], planReduction("mean", t, options));
}
