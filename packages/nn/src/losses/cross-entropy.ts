import {
  applyOp,
  div,
  empty,
  logSoftmax,
  mul,
  neg,
  operand,
  sum,
  type Indices,
  type Op,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { scaleClasses, softmaxOfClasses } from "./class-softmax.ts";
import {
  coefficients,
  collect,
  planClasses,
  startOf,
  type ClassLossOptions,
  type ClassPlan,
} from "./class-targets.ts";
import { isSoft, softCrossEntropy } from "./soft-targets.ts";
import { logsFor, share } from "./stand-in.ts";

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions extends ClassLossOptions {
  /** Share of each target spread evenly over all classes, from 0 to 1. Default 0. */
  labelSmoothing?: number;
}

const op: Op<ClassPlan> = {
  name: "crossEntropy",

  forward(context, [x], plan) {
    const { data } = x;
    const { classes, inner, target, weight, smoothing } = plan;
    // Softmax is all the backward pass needs, and its exponentials are computed here anyway.
    const softmax = context.needs(0) ? empty(x.shape, x.dtype) : null;
    const statistics = softmaxOfClasses(data, softmax === null ? null : softmax.data, plan);
    const out = collect(plan, x.dtype, (i) => {
      const start = startOf(i, plan);
      const logTotal = statistics[2 * i] + Math.log(statistics[2 * i + 1]);
      let loss = share((1 - smoothing) * weight[target[i]], logTotal - data[start + target[i] * inner]);
      if (smoothing > 0) {
        let spread = 0;
        for (let c = 0; c < classes; c++) spread += share(weight[c], logTotal - data[start + c * inner]);
        loss += (smoothing / classes) * spread;
      }
      return loss;
    });
    if (softmax !== null) context.save(softmax);
    return out;
  },

  backward(context, [g], plan) {
    const [softmax] = context.saved;
    const { classes, inner, target, weight, smoothing, reduction, divisor } = plan;
    const upstream = (g as Tensor).data;
    const out = empty(plan.shape, softmax.dtype);
    let smooth = 0;
    for (let c = 0; c < classes; c++) smooth += (smoothing / classes) * weight[c];
    const scaleOf = (i: number): number => (reduction === "none" ? upstream[i] : upstream[0] / divisor);
    const hitOf = (i: number): number => (1 - smoothing) * weight[target[i]];
    const factors = empty([target.length], softmax.dtype).data;
    for (let i = 0; i < target.length; i++) if (target[i] >= 0) factors[i] = scaleOf(i) * (hitOf(i) + smooth);
    scaleClasses(softmax.data, factors, out.data, plan);
    for (let i = 0; i < target.length; i++) {
      if (target[i] < 0) continue;
      const start = startOf(i, plan);
      if (smoothing > 0) {
        for (let c = 0; c < classes; c++)
          out.data[start + c * inner] -= scaleOf(i) * (smoothing / classes) * weight[c];
      }
      out.data[start + target[i] * inner] -= scaleOf(i) * hitOf(i);
    }
    return [out];
  },

  composed([x], plan) {
    const factors = coefficients(plan, x.dtype);
    const parts = neg(mul(logsFor(logSoftmax(x, { axis: plan.axis }), factors), factors));
    return plan.reduction === "none" ? sum(parts, { axis: plan.axis }) : div(sum(parts), plan.divisor);
  },
};

/**
 * Cross-entropy of logits and classes, `-log softmax(logits)[target]`: {@link nllLoss} of `logSoftmax`, in one operation. Logits
 * `[N, C]` or `[N, C, d1, …]`, targets `[N]` or `[N, d1, …]` (or all of them flat); or one example, `[C]` and
 * a number. With `labelSmoothing` e the loss is
 * `(1 - e) nll + e/C Σ_c weight_c (-log p_c)` (Szegedy et al., "Rethinking the Inception architecture", 2016). With
 * `"mean"`, the sum is divided by the weights of the targets that are not ignored: NaN if there are none.
 *
 * Targets of the logits' own shape are probabilities: `-Σ_c weight_c target_c log p_c`, smoothed to
 * `(1 - e) target + e/C`. With `"mean"` the sum is then divided by the number of positions. They need not add up to 1, and
 * get a gradient. A class of probability 0 costs nothing, however unlikely the logits make it.
 *
 * @param target classes, whole numbers in an array or Int32Array; or probabilities, a tensor or an array nested like the
 * logits
 * @example
 * const loss = crossEntropy(model.forward(x), [3, 0, 7]); // x: [3, inFeatures]
 * loss.backward();
 * crossEntropy(student.forward(x), teacher.forward(x).softmax()); // distillation
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if a target is neither a class nor `ignoreIndex`, or the smoothing is not from 0 to 1
 */
export function crossEntropy(
  logits: TensorLike,
  target: Indices | TensorLike,
  options: CrossEntropyOptions = {},
): Tensor {
  const x = operand("crossEntropy", logits);
  if (isSoft(target, x)) return softCrossEntropy("crossEntropy", x, target, options);
  return applyOp(
    op,
    [x],
    planClasses("crossEntropy", x, target as Indices | number, options, ["labelSmoothing"]),
  );
}
