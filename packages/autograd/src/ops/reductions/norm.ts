import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike, TypedArray } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { div, mul } from "../elementwise/arithmetic.ts";
import { absPower, signedPower, zeroToInfinity } from "../elementwise/magnitudes.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { stepFunction } from "../elementwise/rounding.ts";
import { reshape } from "../shape/reshape.ts";
import { extremum } from "./extrema.ts";
import { planLanes, reduceLanes, type LaneReduction } from "./lanes.ts";
import { planReduction, type ReduceOptions } from "./reduce.ts";
import { sum } from "./sum.ts";

/** Options of {@link norm}. */
export interface NormOptions extends ReduceOptions {
  /** The exponent: Infinity and -Infinity for the largest and smallest magnitude, 0 for how many are not 0. Default 2. */
  p?: number;
}

interface NormPlan extends LaneReduction {
  readonly p: number;
}

const op: Op<NormPlan> = {
  name: "norm",
  forward(context, [x], plan) {
    const out = reduceLanes(x, plan, (data, start, step, length) =>
      laneNorm(data, start, step, length, plan.p),
    );
    context.save(x, out);
    return out;
  },
  backward(context, [g], { kept, p }) {
    const [x, out] = context.saved;
    const direction = div(x, reshape(zeroToInfinity(out), kept));
    return [mul(reshape(g as Tensor, kept), p === 2 ? direction : signedPower(direction, p - 1))];
  },
};
const largest = extremum("norm", (a, b) => a > b);
const smallest = extremum("norm", (a, b) => a < b);
const isPresent = stepFunction("norm", (x) => (x === 0 ? 0 : 1));

/**
 * `(Σ |x|^p)^(1/p)` over all elements, or along `axis`; for `p = Infinity` the largest magnitude, for `-Infinity` the smallest,
 * for 0 the number of elements that are not 0. The gradient of and at 0 is 0.
 *
 * @example
 * norm(tensor([3, 4])); // 5
 * @throws ArgumentError if `p` is not a number
 * @throws ShapeError if `p` is infinite and there are no elements
 */
export function norm(x: TensorLike, options: NormOptions = {}): Tensor {
  checkOptions("norm", options, ["p", "axis", "keepDims"]);
  const { p = 2, ...reduce } = options;
  checkNumber("norm", "p", p);
  const whole = operand("norm", x);
  planReduction("norm", whole, reduce);
  if (Math.abs(p) === Infinity) return (p > 0 ? largest : smallest)(absPower(whole, 1), reduce);
  if (p === 0) return sum(isPresent(whole), reduce);
  const [t, plan] = planLanes("norm", whole, reduce);
  return apply(op, [t], { ...plan, p });
}

function laneNorm(data: TypedArray, start: number, step: number, length: number, p: number): number {
  if (p === 2) {
    let squares = 0;
    for (let r = 0, at = start; r < length; r++, at += step) squares += data[at] * data[at];
    if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  }
  // What counts most: the largest, or for negative powers the smallest.
  const extreme = p > 0 ? Math.max : Math.min;
  let scale = p > 0 ? 0 : Infinity;
  for (let r = 0, at = start; r < length; r++, at += step) scale = extreme(scale, Math.abs(data[at]));
  if (scale === 0 || !Number.isFinite(scale)) return scale;
  // Powers of ratios: those of the elements themselves may overflow.
  let total = 0;
  for (let r = 0, at = start; r < length; r++, at += step) {
    total += (Math.abs(data[at]) / scale) ** p;
  }
  return scale * total ** (1 / p);
}
