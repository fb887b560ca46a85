import { ShapeError, formatShape } from "../../errors.ts";
import { empty } from "../../tensor/create.ts";
import type { Shape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike, TypedArray } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { operand } from "../operand.ts";
import { reshape } from "../shape/reshape.ts";
import { forEachLane, planLanes, reduceLanes, type LaneReduction } from "./lanes.ts";
import type { ReduceOptions } from "./reduce.ts";

/** The largest or smallest element along an axis, or of all. */
export type Extremum = (x: TensorLike, options?: ReduceOptions) => Tensor;

/** Makes a reduction to the first element that no other beats: the one that `argExtremum` finds, with its sign if it is 0. @internal */
export function extremum(name: string, beats: (a: number, b: number) => boolean): Extremum {
  return choice(name, (data, start, step, length) => {
    let best = data[start];
    for (let r = 1, at = start + step; r < length && best === best; r++, at += step) {
      const value = data[at];
      if (beats(value, best) || value !== value) best = value;
    }
    return best;
  });
}

/** Makes a reduction to one of the elements of a lane, which all that equal it share in. */
function choice(
  name: string,
  choose: (data: TypedArray, start: number, step: number, length: number) => number,
): Extremum {
  const op: Op<LaneReduction> = {
    name,
    forward(context, [x], plan) {
      const out = reduceLanes(x, plan, choose);
      context.save(x, out);
      return out;
    },
    backward(context, [g], plan) {
      const [x, best] = context.saved;
      return [mul(reshape(g as Tensor, plan.kept), shares(x, best, plan))];
    },
  };
  return (x, options) => {
    const whole = operand(name, x);
    const [t, plan] = planLanes(name, whole, options);
    checkNotEmpty(name, whole.shape, plan.length);
    return apply(op, [t], plan);
  };
}

/** Throws where there is no element to choose. @internal */
export function checkNotEmpty(op: string, shape: Shape, length: number): void {
  if (length > 0) return;
  throw new ShapeError(
    `${op}: shape ${formatShape(shape)} has nothing to choose from along the reduced axes; reduce an axis that is not empty`,
  );
}

/** How much each element contributes to its lane's best one: ties share evenly, a NaN answers for a NaN. */
function shares(x: Tensor, best: Tensor, plan: LaneReduction): Tensor {
  const out = empty(x.shape, x.dtype);
  forEachLane(plan, (start, lane) => share(x.data, out.data, start, plan, best.data[lane]));
  return out;
}

function share(x: TypedArray, out: TypedArray, start: number, plan: LaneReduction, best: number): void {
  const end = start + plan.length * plan.inner;
  const isBest = (value: number): boolean => value === best || (value !== value && best !== best);
  let ties = 0;
  for (let at = start; at < end; at += plan.inner) if (isBest(x[at])) ties++;
  for (let at = start; at < end; at += plan.inner) if (isBest(x[at])) out[at] = 1 / ties;
}

/**
 * The largest element, or the largest along `axis` (for its place see `argmax`). Equal largest elements share the
 * gradient evenly; a NaN counts as the largest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const max: Extremum = extremum("max", (a, b) => a > b);

/**
 * The smallest element, or the smallest along `axis` (for its place see `argmin`). Equal smallest elements share the
 * gradient evenly; a NaN counts as the smallest.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const min: Extremum = extremum("min", (a, b) => a < b);

/**
 * The largest element, or the largest along `axis`: PyTorch's name for what `max` does here, ties sharing the gradient evenly.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const amax: Extremum = extremum("amax", (a, b) => a > b);

/**
 * The smallest element, or the smallest along `axis`: PyTorch's name for what `min` does here, ties sharing the gradient evenly.
 *
 * @throws ShapeError if there are no elements to choose from
 */
export const amin: Extremum = extremum("amin", (a, b) => a < b);

/**
 * The element in the middle of the order of all, or along `axis`; of two the lower, as in PyTorch. Elements equal to it share
 * the gradient evenly; where there is a NaN the result is NaN.
 *
 * @example
 * median(tensor([4, 1, 3, 2])); // 2
 * @throws ShapeError if there are no elements to choose from
 */
export const median: Extremum = choice("median", (data, start, step, length) => {
  const lane = data.slice(0, length);
  for (let r = 0; r < length; r++) lane[r] = data[start + r * step];
  lane.sort();
  // A typed array sorts NaN to its end.
  const last = lane[length - 1];
  return last === last ? lane[(length - 1) >> 1] : last;
});
