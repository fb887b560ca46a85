import {
  applyOp,
  div,
  mul,
  neg,
  operand,
  unsqueeze,
  type Indices,
  type Op,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import {
  coefficients,
  collect,
  planClasses,
  startOf,
  type ClassLossOptions,
  type ClassPlan,
} from "./class-targets.ts";
import { share } from "./stand-in.ts";

const op: Op<ClassPlan> = {
  name: "nllLoss",
  forward(_context, [x], plan) {
    const { target, weight, inner } = plan;
    return collect(plan, x.dtype, (i) =>
      share(weight[target[i]], -x.data[startOf(i, plan) + target[i] * inner]),
    );
  },
  backward(_context, [g], plan) {
    const upstream = neg(div(g as Tensor, plan.divisor));
    const spread = plan.reduction === "none" && plan.axis === 1 ? unsqueeze(upstream, 1) : upstream;
    return [mul(spread, coefficients(plan, (g as Tensor).dtype))];
  },
};

/**
 * Negative log-likelihood: minus the log-probability of the target's class. Input `[N, C]` or `[N, C, d1, …]`, targets `[N]`
 * or `[N, d1, …]`; or one example, `[C]` and a number. With `"mean"`, the sum is divided by the weights of the targets that are not ignored: NaN if there are
 * none.
 *
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if a target is neither a class nor `ignoreIndex`
 */
export function nllLoss(input: TensorLike, target: Indices | number, options: ClassLossOptions = {}): Tensor {
  const x = operand("nllLoss", input);
  return applyOp(op, [x], planClasses("nllLoss", x, target, options));
}
