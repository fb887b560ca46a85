import { kernels, type TypedArray } from "@rewind/autograd";
import { startOf, type ClassPlan } from "./class-targets.ts";

/**
 * What a softmax over the classes divides by: of every position its highest logit and `Σ e^(x - highest)`. The softmax
 * itself goes to `out`, unless that is null. Positions that are ignored may be left out.
 * @internal
 */
export function softmaxOfClasses(x: TypedArray, out: TypedArray | null, plan: ClassPlan): Float64Array {
  const { target, classes, inner } = plan;
  const statistics = new Float64Array(2 * target.length);
  if (inner === 1 && kernels.softmax?.(x, out, statistics, NaN, target.length, classes)) return statistics;
  for (let i = 0; i < target.length; i++) {
    if (target[i] < 0) continue;
    const start = startOf(i, plan);
    const end = start + classes * inner;
    let highest = x[start];
    for (let at = start + inner; at < end; at += inner) if (x[at] > highest) highest = x[at];
    let total = 0;
    for (let at = start; at < end; at += inner) {
      const power = Math.exp(x[at] - highest);
      total += power;
      if (out !== null) out[at] = power;
    }
    if (out !== null) for (let at = start; at < end; at += inner) out[at] /= total;
    statistics[2 * i] = highest;
    statistics[2 * i + 1] = total;
  }
  return statistics;
}

/** Multiplies the classes of each position by its factor, into an `out` of zeros; ignored positions stay 0. @internal */
export function scaleClasses(x: TypedArray, factors: TypedArray, out: TypedArray, plan: ClassPlan): void {
  const { target, classes, inner } = plan;
  const fast = inner === 1 && kernels.scaleRows?.(x, factors, out, target.length, classes);
  for (let i = 0; i < target.length; i++) {
    const start = startOf(i, plan);
    if (fast) {
      // Nothing ignored may reach a gradient, not even as 0 times NaN.
      if (target[i] < 0) out.fill(0, start, start + classes);
    } else if (target[i] >= 0) {
      for (let c = 0, at = start; c < classes; c++, at += inner) out[at] = factors[i] * x[at];
    }
  }
}
