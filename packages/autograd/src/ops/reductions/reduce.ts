import { checkAxes, reducedShape, sizeOf, type Shape } from "../../tensor/shape.ts";
import type { Tensor, TypedArray } from "../../tensor/tensor.ts";
import { checkFlag, checkOptions } from "../options.ts";
import { permuted } from "../shape/permuted.ts";

/** Options of the reductions. */
export interface ReduceOptions {
  /** Axis or axes to reduce, negative from the end. Default: all, giving a scalar. */
  axis?: number | readonly number[] | null;
  /** Keep reduced axes with size 1. Default false. */
  keepDims?: boolean;
}

const REDUCE_OPTIONS = ["axis", "keepDims"];

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

/** Checks the options of a reduction; `known` are their names. @internal */
export function planReduction(
  op: string,
  x: Tensor,
  options: ReduceOptions = {},
  known: readonly string[] = REDUCE_OPTIONS,
): Reduction {
  checkOptions(op, options, known);
  checkFlag(op, "keepDims", options.keepDims);
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
