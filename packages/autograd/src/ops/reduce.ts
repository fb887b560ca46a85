import { checkAxes, reducedShape, sizeOf, type Shape } from "../tensor/shape.ts";
import type { Tensor, TypedArray } from "../tensor/tensor.ts";
import { allocate } from "../tensor/create.ts";

export interface ReduceOptions {
  /** Axis or axes to reduce, negative from the end. Default: all, giving a scalar. */
  axis?: number | readonly number[] | null;
  /** Keep reduced axes with size 1. Default false. */
  keepDims?: boolean;
}

/** A checked reduction: which axes go, and the shapes with and without them. @internal */
export interface Reduction {
  readonly axes: readonly number[];
  /** Shape with reduced axes as 1: what gradients broadcast from. */
  readonly kept: Shape;
  /** Shape of the result. */
  readonly shape: Shape;
  /** Number of elements reduced into one. */
  readonly count: number;
}

export function planReduction(op: string, x: Tensor, options: ReduceOptions = {}): Reduction {
  const axes = checkAxes(op, options.axis, x.shape);
  const kept = reducedShape(x.shape, axes, true);
  return {
    axes,
    kept,
    shape: options.keepDims ? kept : reducedShape(x.shape, axes, false),
    count: sizeOf(axes.map((axis) => x.shape[axis])),
  };
}

/**
 * The data seen as [outer, length, inner] with the reduced axes in the middle; rearranged only if they are not
 * neighbours.
 */
export function reductionView(
  x: Tensor,
  axes: readonly number[],
): { data: TypedArray; outer: number; length: number; inner: number } {
  const { shape } = x;
  if (axes.length === 0) return { data: x.data, outer: x.size, length: 1, inner: 1 };
  const first = axes[0];
  const last = axes[axes.length - 1];
  const length = sizeOf(axes.map((axis) => shape[axis]));
  if (last - first + 1 === axes.length) {
    return {
      data: x.data,
      outer: sizeOf(shape.slice(0, first)),
      length,
      inner: sizeOf(shape.slice(last + 1)),
    };
  }
  const order = [...shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
  return {
    data: permuted(x.data, shape, order),
    outer: length === 0 ? sizeOf(reducedShape(shape, axes, false)) : x.size / length,
    length,
    inner: 1,
  };
}

/** A copy with axes in another order: axis `i` of the result is axis `order[i]` of `data`. */
export function permuted(data: TypedArray, shape: Shape, order: readonly number[]): TypedArray {
  const out = allocate(data instanceof Float64Array ? "float64" : "float32", data.length);
  if (data.length === 0) return out;
  const strides = new Array<number>(shape.length);
  for (let i = shape.length - 1, stride = 1; i >= 0; stride *= shape[i--]) strides[i] = stride;
  const sizes = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const inner = sizes.length - 1;
  if (inner < 0) {
    out[0] = data[0];
    return out;
  }
  const counter = new Array<number>(sizes.length).fill(0);
  const n = sizes[inner];
  const step = steps[inner];
  for (let at = 0, from = 0; at < out.length; at += n) {
    for (let i = 0; i < n; i++) out[at + i] = data[from + i * step];
    for (let axis = inner - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++counter[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      counter[axis] = 0;
    }
  }
  return out;
}
