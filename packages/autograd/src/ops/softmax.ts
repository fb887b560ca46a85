import { kernels } from "../kernels/kernel.ts";
import type { Lowered } from "../kernels/lowered.ts";
import { checkAxis } from "../tensor/shape.ts";
import type { Tensor, TensorLike, TypedArray } from "../tensor/tensor.ts";
import { uninitialized } from "../tensor/uninitialized.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { mul, sub } from "./elementwise/arithmetic.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { forEachLane, lanesAlong, type Lanes } from "./reductions/lanes.ts";
import { sum } from "./reductions/sum.ts";

/** Options of {@link softmax} and {@link logSoftmax}. */
export interface SoftmaxOptions {
  /** Axis along which the results add up to 1. Default -1, the last. */
  axis?: number;
}

/** Lanes along `axes`, as the primitive operations name them. @internal */
export interface SoftmaxPlan extends Lanes {
  readonly axes: readonly number[];
}

/** Checks the options of softmax and logSoftmax. @internal */
export function planSoftmax(op: string, x: Tensor, options: SoftmaxOptions = {}): SoftmaxPlan {
  checkOptions(op, options, ["axis"]);
  const { axis: wanted = -1 } = options;
  const axis = checkAxis(op, wanted, x.shape);
  return { axes: x.ndim === 0 ? [] : [axis], ...lanesAlong(x.shape, axis) };
}

/** The largest element of a lane; NaN if any is, -Infinity if there is none. @internal */
export function laneMax(data: TypedArray, start: number, step: number, length: number): number {
  let best = -Infinity;
  for (let r = 0, at = start; r < length; r++, at += step) best = Math.max(best, data[at]);
  return best;
}

const softmaxBackward: Op<SoftmaxPlan> = {
  name: "softmaxBackward",
  forward(_context, [g, y], plan) {
    const out = uninitialized(y.shape, y.dtype);
    const { outer, length, inner } = plan;
    if (inner === 1 && kernels.softmaxSlope?.(g.data, y.data, out.data, outer, length)) return out;
    forEachLane(plan, (start) => {
      let total = 0;
      for (let r = 0, at = start; r < length; r++, at += inner) total += g.data[at] * y.data[at];
      for (let r = 0, at = start; r < length; r++, at += inner)
        out.data[at] = y.data[at] * (g.data[at] - total);
    });
    return out;
  },
  composed: ([g, y], { axes }) => mul(y, sub(g, sum(mul(g, y), { axis: axes, keepDims: true }))),
  lower: ({ heap }, plan) =>
    lowerRows(plan, ([g, y, out], rows, length) => heap.module.softmaxSlope(g, y, out, rows, length)),
};

/** A kernel over rows on kernel memory, where the lanes are rows. @internal */
export function lowerRows(
  { outer, length, inner }: SoftmaxPlan,
  call: (at: readonly number[], rows: number, length: number) => void,
): Lowered | null {
  return inner === 1 ? { exact: length % 8 === 0, run: (at) => call(at, outer, length) } : null;
}

function softmaxOp(name: string, maskedLane: number): Op<SoftmaxPlan> {
  return {
    name,
    forward(context, [x], plan) {
      const out = uninitialized(x.shape, x.dtype);
      const { outer, length, inner } = plan;
      context.save(out);
      if (inner === 1 && kernels.softmax?.(x.data, out.data, null, maskedLane, outer, length)) return out;
      const exponentials = new Float64Array(length);
      forEachLane(plan, (start) => {
        const highest = laneMax(x.data, start, inner, length);
        if (highest === -Infinity) {
          for (let r = 0, at = start; r < length; r++, at += inner) out.data[at] = maskedLane;
          return;
        }
        let total = 0;
        for (let r = 0, at = start; r < length; r++, at += inner)
          total += exponentials[r] = Math.exp(x.data[at] - highest);
        for (let r = 0, at = start; r < length; r++, at += inner) out.data[at] = exponentials[r] / total;
      });
      return out;
    },
    backward: (context, [g], plan) => [apply(softmaxBackward, [g as Tensor, context.saved[0]], plan)],
    lower({ heap }, plan) {
      const lowered = lowerRows(plan, ([x, out, statistics], rows, length) =>
        heap.module.softmax(x, out, statistics, maskedLane, rows, length),
      );
      // Two float64 numbers for each row, which nobody reads here.
      return lowered && { ...lowered, scratch: [4 * plan.outer] };
    },
  };
}

const op = softmaxOp("softmax", NaN);
const weightsOp = softmaxOp("softmaxWeights", 0);

/**
 * `exp(x) / Σ exp(x)` along an axis, shifted so that nothing overflows. Entries of -Infinity get probability and
 * gradient 0; a row of nothing else is NaN, as in PyTorch.
 *
 * @example
 * softmax(tensor([[0, Math.log(3)]])); // [[0.25, 0.75]]
 */
export function softmax(x: TensorLike, options?: SoftmaxOptions): Tensor {
  const t = operand("softmax", x);
  return apply(op, [t], planSoftmax("softmax", t, options));
}

/** Softmax along the lanes of `plan`, the last axis by default, with zeros where all of a lane is -Infinity. @internal */
export function softmaxWeights(x: Tensor, plan: SoftmaxPlan = planSoftmax("softmax", x)): Tensor {
  return apply(weightsOp, [x], plan);
}
