import { empty } from "../../tensor/create.ts";
import { sizeOf, type Shape } from "../../tensor/shape.ts";
import type { Tensor, TypedArray } from "../../tensor/tensor.ts";
import { permute } from "../shape/permute.ts";
import { planReduction, type ReduceOptions, type Reduction } from "./reduce.ts";

/** A tensor seen as [outer, length, inner]; a lane is what lies along the middle: elements `inner` apart. @internal */
export interface Lanes {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** A reduction along lanes. @internal */
export interface LaneReduction extends Reduction, Lanes {}

/** The lanes along neighbouring axes, `first` to `last`. @internal */
export function lanesAlong(shape: Shape, first: number, last: number = first): Lanes {
  return {
    outer: sizeOf(shape.slice(0, first)),
    length: sizeOf(shape.slice(first, last + 1)),
    inner: sizeOf(shape.slice(last + 1)),
  };
}

/**
 * Checks a reduction and brings its axes side by side: where they are not neighbours, the tensor returned is a
 * permuted one, and the plan speaks of that. @internal
 */
export function planLanes(
  op: string,
  x: Tensor,
  options?: ReduceOptions,
  known?: readonly string[],
): [Tensor, LaneReduction] {
  const plan = planReduction(op, x, options, known);
  const { axes } = plan;
  if (axes.length === 0) return [x, { ...plan, outer: x.size, length: 1, inner: 1 }];
  const last = axes[axes.length - 1];
  if (last - axes[0] + 1 === axes.length) return [x, { ...plan, ...lanesAlong(x.shape, axes[0], last) }];
  const order = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
  const [moved, inOrder] = planLanes(op, permute(x, order), {
    axis: axes.map((_, i) => x.ndim - axes.length + i),
  });
  return [moved, { ...inOrder, shape: plan.shape }];
}

/** Calls `visit` with the first element of each lane that has one, and the lane's number. @internal */
export function forEachLane(lanes: Lanes, visit: (start: number, lane: number) => void): void {
  const { outer, length, inner } = lanes;
  // Of nothing there may be more lanes than anybody can count.
  if (length === 0) return;
  for (let i = 0, lane = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) visit(i * length * inner + j, lane++);
  }
}

/** A new tensor of the plan's shape: `value` of each lane, computed in float64. @internal */
export function reduceLanes(
  x: Tensor,
  plan: LaneReduction,
  value: (data: TypedArray, start: number, step: number, length: number) => number,
  op?: string,
): Tensor {
  const out = empty(plan.shape, x.dtype, op);
  if (plan.length === 0) out.data.fill(value(x.data, 0, plan.inner, 0));
  forEachLane(plan, (start, lane) => {
    out.data[lane] = value(x.data, start, plan.inner, plan.length);
  });
  return out;
}
