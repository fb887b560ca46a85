import { ArgumentError } from "../../errors.ts";
import { empty } from "../../tensor/create.ts";
import type { Tensor, TensorLike, TypedArray } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { mul, sub } from "../elementwise/arithmetic.ts";
import { operand } from "../operand.ts";
import { checkFinite, checkFlag } from "../options.ts";
import { reshape } from "../shape/reshape.ts";
import { forEachLane, planLanes, reduceLanes, type LaneReduction } from "./lanes.ts";
import { mean } from "./mean.ts";
import type { ReduceOptions } from "./reduce.ts";

/** Options of {@link variance} and {@link std}. */
export interface VarianceOptions extends ReduceOptions {
  /** What is taken from `n` before dividing by it: 1 is Bessel's correction. Default 1. */
  correction?: number;
  /** The same as a flag: true for a correction of 1, false for 0. */
  unbiased?: boolean;
}

/** A reduction and what its sum of squares is divided by. @internal */
export interface VariancePlan extends LaneReduction {
  readonly divisor: number;
}

/** Checks the options of variance and std. @internal */
export function planVariance(
  op: string,
  x: TensorLike,
  options: VarianceOptions = {},
): [Tensor, VariancePlan] {
  const [t, plan] = planLanes(op, operand(op, x), options, ["axis", "keepDims", "correction", "unbiased"]);
  const { correction, unbiased } = options;
  checkFlag(op, "unbiased", unbiased);
  if (correction !== undefined && unbiased !== undefined)
    throw new ArgumentError(`${op}: correction and unbiased say the same thing; give one of them`);
  const less = checkFinite(op, "correction", correction ?? Number(unbiased ?? true));
  return [t, { ...plan, divisor: Math.max(0, plan.length - less) }];
}

function laneMean(data: TypedArray, start: number, step: number, length: number): number {
  let total = 0;
  for (let r = 0, at = start; r < length; r++, at += step) total += data[at];
  return total / length;
}

/** The variance of each lane, in two passes. @internal */
export function laneVariance(
  divisor: number,
): (data: TypedArray, start: number, step: number, length: number) => number {
  return (data, start, step, length) => {
    const center = laneMean(data, start, step, length);
    let total = 0;
    for (let r = 0, at = start; r < length; r++, at += step) {
      const distance = data[at] - center;
      total += distance * distance;
    }
    return total / divisor;
  };
}

const varianceBackward: Op<VariancePlan> = {
  name: "varianceBackward",
  forward(_context, [g, x], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner } = plan;
    forEachLane(plan, (start, lane) => {
      const center = laneMean(x.data, start, inner, length);
      const slope = (2 / plan.divisor) * g.data[lane];
      for (let r = 0, at = start; r < length; r++, at += inner) out.data[at] = slope * (x.data[at] - center);
    });
    return out;
  },
  composed: ([g, x], { kept, axes, divisor }) =>
    mul(mul(reshape(g, kept), 2 / divisor), sub(x, mean(x, { axis: axes, keepDims: true }))),
};

/** The gradient of a variance: `2 g (x - mean) / divisor`. @internal */
export function varianceGradient(g: Tensor, x: Tensor, plan: VariancePlan): Tensor {
  return apply(varianceBackward, [g, x], plan);
}

const op: Op<VariancePlan> = {
  name: "variance",
  forward(context, [x], plan) {
    context.save(x);
    return reduceLanes(x, plan, laneVariance(plan.divisor));
  },
  backward: (context, [g], plan) => [varianceGradient(g as Tensor, context.saved[0], plan)],
};

/**
 * Variance of all elements, or along `axis`: `Σ (x - mean)² / (n - correction)`, with a correction of 1 unless given.
 * Computed in two passes and in float64. Where the divisor is 0 the result is NaN, as in PyTorch.
 *
 * @example
 * variance(tensor([1, 2, 3, 4]), { correction: 0 }); // 1.25
 * @throws ArgumentError if `correction` is not a finite number, or `unbiased` is given beside it
 */
export function variance(x: TensorLike, options?: VarianceOptions): Tensor {
  const [t, plan] = planVariance("variance", x, options);
  return apply(op, [t], plan);
}
