import { kernels } from "../kernels/kernel.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { uninitialized } from "../tensor/uninitialized.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { mul, sub } from "./elementwise/arithmetic.ts";
import { exp } from "./elementwise/exponentials.ts";
import { operand } from "./operand.ts";
import { forEachLane } from "./reductions/lanes.ts";
import { sum } from "./reductions/sum.ts";
import { laneMax, lowerRows, planSoftmax, type SoftmaxOptions, type SoftmaxPlan } from "./softmax.ts";

const logSoftmaxBackward: Op<SoftmaxPlan> = {
  name: "logSoftmaxBackward",
  forward(_context, [g, y], plan) {
    const out = uninitialized(y.shape, y.dtype);
    const { outer, length, inner } = plan;
    if (inner === 1 && kernels.logSoftmaxSlope?.(g.data, y.data, out.data, outer, length)) return out;
    forEachLane(plan, (start) => {
      let total = 0;
      for (let r = 0, at = start; r < length; r++, at += inner) total += g.data[at];
      for (let r = 0, at = start; r < length; r++, at += inner)
        out.data[at] = g.data[at] - Math.exp(y.data[at]) * total;
    });
    return out;
  },
  composed: ([g, y], { axes }) => sub(g, mul(exp(y), sum(g, { axis: axes, keepDims: true }))),
  lower: ({ heap }, plan) =>
    lowerRows(plan, ([g, y, out], rows, length) => heap.module.logSoftmaxSlope(g, y, out, rows, length)),
};
const op: Op<SoftmaxPlan> = {
  name: "logSoftmax",
  forward(context, [x], plan) {
    const out = uninitialized(x.shape, x.dtype);
    const { outer, length, inner } = plan;
    context.save(out);
    if (inner === 1 && kernels.logSoftmax?.(x.data, out.data, outer, length)) return out;
    forEachLane(plan, (start) => {
      const highest = laneMax(x.data, start, inner, length);
      let total = 0;
      for (let r = 0, at = start; r < length; r++, at += inner) total += Math.exp(x.data[at] - highest);
      const shift = Math.log(total);
      for (let r = 0, at = start; r < length; r++, at += inner) out.data[at] = x.data[at] - highest - shift;
    });
    return out;
  },
  backward: (context, [g], plan) => [apply(logSoftmaxBackward, [g as Tensor, context.saved[0]], plan)],
  lower: ({ heap }, plan) =>
    lowerRows(plan, ([x, out], rows, length) => heap.module.logSoftmax(x, out, rows, length)),
};

/**
 * `x - log Σ exp(x)` along an axis (default the last): the logarithm of {@link softmax} without its underflow. A row of
 * nothing but -Infinity is NaN, as in PyTorch.
 */
export function logSoftmax(x: TensorLike, options?: SoftmaxOptions): Tensor {
  const t = operand("logSoftmax", x);
  return apply(op, [t], planSoftmax("logSoftmax", t, options));
}
