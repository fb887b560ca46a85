import { allocate } from "../../tensor/allocate.ts";
import type { Shape } from "../../tensor/shape.ts";
import type { TypedArray } from "../../tensor/tensor.ts";

/** Elements of a contiguous tensor seen in another order: element `i` of the view lies at `offset + Σ i_k strides_k`. @internal */
export interface View {
  readonly offset: number;
  readonly shape: Shape;
  /** In elements, one for each axis of `shape`; may be negative. */
  readonly strides: readonly number[];
}

interface Axis {
  size: number;
  stride: number;
  /** Stride in the packed array, where the view lies in row-major order. */
  packed: number;
}

/** Tiles this wide keep both sides of a transposition within the first-level cache. */
const TILE = 16;
/** Below this many elements a loop beats the call of `set`. */
const SHORT = 24;

/** A packed copy of the elements of a view. @internal */
export function readView(data: TypedArray, { offset, shape, strides }: View): TypedArray {
  const { axes, size } = mergedAxes(shape, strides);
  const out = allocate(data instanceof Float64Array ? "float64" : "float32", size);
  if (size === 0) return out;
  const inner = axes.pop();
  if (inner === undefined) {
    out[0] = data[offset];
    return out;
  }
  const { size: n, stride } = inner;
  if (stride === 1) {
    walk(axes, offset, (from, at) => copyRun(data, from, out, at, n));
    return out;
  }
  const unit = axes.findIndex((axis) => axis.stride === 1);
  if (unit < 0) {
    walk(axes, offset, (from, at) => {
      for (let i = 0; i < n; i++) out[at + i] = data[from + i * stride];
    });
    return out;
  }
  const [rows] = axes.splice(unit, 1);
  walk(axes, offset, (from, at) => transposeTiles(data, from, stride, out, at, rows.packed, rows.size, n));
  return out;
}

/** Writes packed elements to where a view of `target` has them. @internal */
export function writeView(target: TypedArray, { offset, shape, strides }: View, packed: TypedArray): void {
  const { axes, size } = mergedAxes(shape, strides);
  if (size === 0) return;
  const inner = axes.pop() ?? { size: 1, stride: 1, packed: 1 };
  const { size: n, stride } = inner;
  walk(axes, offset, (to, at) => {
    if (stride === 1) copyRun(packed, at, target, to, n);
    else for (let i = 0; i < n; i++) target[to + i * stride] = packed[at + i];
  });
}

/** Whether a view's elements lie in one run, so that a window serves instead of a copy. @internal */
export function isOneRun({ shape, strides }: View): boolean {
  const { axes, size } = mergedAxes(shape, strides);
  return size > 0 && (axes.length === 0 || (axes.length === 1 && axes[0].stride === 1));
}

/** Drops axes of size 1 and merges neighbours that are walked in step. */
function mergedAxes(shape: Shape, strides: readonly number[]): { axes: Axis[]; size: number } {
  const axes: Axis[] = [];
  let packed = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i];
    if (size === 1) continue;
    const next = axes[axes.length - 1];
    if (next !== undefined && strides[i] === next.stride * next.size) next.size *= size;
    else axes.push({ size, stride: strides[i], packed });
    packed *= size;
  }
  return { axes: axes.reverse(), size: packed };
}

/** Visits every position along `axes`, last axis fastest: where it is in the view's memory and in the packed array. */
function walk(axes: readonly Axis[], offset: number, visit: (from: number, at: number) => void): void {
  const counter = new Array<number>(axes.length).fill(0);
  let from = offset;
  let at = 0;
  for (;;) {
    visit(from, at);
    let i = axes.length - 1;
    for (; i >= 0; i--) {
      const axis = axes[i];
      from += axis.stride;
      at += axis.packed;
      if (++counter[i] < axis.size) break;
      from -= axis.stride * axis.size;
      at -= axis.packed * axis.size;
      counter[i] = 0;
    }
    if (i < 0) return;
  }
}

/** Copies `n` neighbouring elements. @internal */
export function copyRun(source: TypedArray, from: number, target: TypedArray, at: number, n: number): void {
  if (n >= SHORT) target.set(source.subarray(from, from + n), at);
  else for (let i = 0; i < n; i++) target[at + i] = source[from + i];
}

/** `out[at + i outStride + j] = data[from + j stride + i]` for `i < rows`, `j < columns`. */
function transposeTiles(
  data: TypedArray,
  from: number,
  stride: number,
  out: TypedArray,
  at: number,
  outStride: number,
  rows: number,
  columns: number,
): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let i = top; i < bottom; i++) {
        const to = at + i * outStride;
        for (let j = left; j < right; j++) out[to + j] = data[from + j * stride + i];
      }
    }
  }
}
