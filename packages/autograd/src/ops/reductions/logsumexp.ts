import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { operand } from "../operand.ts";
import { reshape } from "../shape/reshape.ts";
import { laneMax, softmaxWeights } from "../softmax.ts";
import { planLanes, reduceLanes, type LaneReduction } from "./lanes.ts";
import type { ReduceOptions } from "./reduce.ts";

const op: Op<LaneReduction> = {
  name: "logsumexp",
  forward(context, [x], plan) {
    context.save(x);
    return reduceLanes(x, plan, (data, start, step, length) => {
      const highest = laneMax(data, start, step, length);
      if (!Number.isFinite(highest)) return highest;
      let total = 0;
      for (let r = 0, at = start; r < length; r++, at += step) total += Math.exp(data[at] - highest);
      return highest + Math.log(total);
    });
  },
  backward: (context, [g], plan) => [
    mul(reshape(g as Tensor, plan.kept), softmaxWeights(context.saved[0], plan)),
  ],
};

/**
 * `log Σ exp(x)` over all elements, or along `axis`, shifted so that nothing overflows. Nothing but -Infinity gives
 * -Infinity, with gradient 0.
 *
 * @example
 * logsumexp(tensor([1000, 1000])); // 1000.6931
 */
export function logsumexp(x: TensorLike, options?: ReduceOptions): Tensor {
  const [t, plan] = planLanes("logsumexp", operand("logsumexp", x), options);
  return apply(op, [t], plan);
}
