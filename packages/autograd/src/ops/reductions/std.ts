import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { div, mul } from "../elementwise/arithmetic.ts";
import { zeroToInfinity } from "../elementwise/magnitudes.ts";
import { reduceLanes } from "./lanes.ts";
import {
  laneVariance,
  planVariance,
  varianceGradient,
  type VarianceOptions,
  type VariancePlan,
} from "./variance.ts";

const op: Op<VariancePlan> = {
  name: "std",
  forward(context, [x], plan) {
    const variance = laneVariance(plan.divisor);
    const out = reduceLanes(x, plan, (data, start, step, length) =>
      Math.sqrt(variance(data, start, step, length)),
    );
    context.save(x, out);
    return out;
  },
  backward(context, [g], plan) {
    const [x, out] = context.saved;
    return [varianceGradient(div(g as Tensor, mul(zeroToInfinity(out), 2)), x, plan)];
  },
};

/**
 * Standard deviation of all elements, or along `axis`: `√(Σ (x - mean)² / (n - correction))`, with a correction of 1 unless given.
 * Where all elements are equal the gradient is 0, as in PyTorch.
 */
export function std(x: TensorLike, options?: VarianceOptions): Tensor {
  const [t, plan] = planVariance("std", x, options);
  return apply(op, [t], plan);
}
