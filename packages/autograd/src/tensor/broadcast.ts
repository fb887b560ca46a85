import { ShapeError, formatShape } from "../errors.ts";
import { sameShape, type Shape } from "./shape.ts";

/** The common shape of `a` and `b` under NumPy's rules: align at the right, a size of 1 stretches. */
export function broadcastShape(op: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const ndim = Math.max(a.length, b.length);
  const out = new Array<number>(ndim);
  for (let i = 1; i <= ndim; i++) {
    const p = i <= a.length ? a[a.length - i] : 1;
    const q = i <= b.length ? b[b.length - i] : 1;
    if (p !== q && p !== 1 && q !== 1) {
      throw new ShapeError(
        `${op}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: sizes ${p} and ${q} differ at axis -${i}; ` +
          `reshape or unsqueeze one so that the axes line up from the right`,
      );
    }
    out[ndim - i] = p === 1 ? q : p;
  }
  return out;
}

/** Whether a tensor of shape `from` can be expanded to `to`. */
export function broadcastsTo(from: Shape, to: Shape): boolean {
  if (from.length > to.length) return false;
  for (let i = 1; i <= from.length; i++) {
    const size = from[from.length - i];
    if (size !== 1 && size !== to[to.length - i]) return false;
  }
  return true;
}

/** The axes of `to` along which a tensor of shape `from` is repeated by broadcasting. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const axes: number[] = [];
  const lead = to.length - from.length;
  for (let i = 0; i < to.length; i++) {
    if (i < lead || (from[i - lead] === 1 && to[i] !== 1)) axes.push(i);
  }
  return axes;
}

/** Element strides of a contiguous tensor of shape `from` read as `to`: 0 along repeated axes. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = new Array<number>(to.length).fill(0);
  const lead = to.length - from.length;
  let stride = 1;
  for (let i = from.length - 1; i >= 0; i--) {
    if (from[i] !== 1) strides[i + lead] = stride;
    stride *= from[i];
  }
  return strides;
}

/**
 * Calls `run(length, aOffset, aStride, bOffset, bStride, outOffset)` for each innermost run of a broadcast pair,
 * after merging neighbouring axes that both operands walk in step: equal shapes and scalars are one run.
 */
export function forEachRun(
  a: Shape,
  b: Shape,
  out: Shape,
  run: (
    length: number,
    aOffset: number,
    aStride: number,
    bOffset: number,
    bStride: number,
    outOffset: number,
  ) => void,
): void {
  const sizes: number[] = [];
  const as: number[] = [];
  const bs: number[] = [];
  const aStrides = broadcastStrides(a, out);
  const bStrides = broadcastStrides(b, out);
  for (let i = 0; i < out.length; i++) {
    if (out[i] === 0) return;
    if (out[i] === 1) continue;
    const last = sizes.length - 1;
    if (last >= 0 && as[last] === aStrides[i] * out[i] && bs[last] === bStrides[i] * out[i]) {
      sizes[last] *= out[i];
      as[last] = aStrides[i];
      bs[last] = bStrides[i];
    } else {
      sizes.push(out[i]);
      as.push(aStrides[i]);
      bs.push(bStrides[i]);
    }
  }
  const inner = sizes.length - 1;
  if (inner < 0) return run(1, 0, 0, 0, 0, 0);
  const counter = new Array<number>(inner).fill(0);
  let aOffset = 0;
  let bOffset = 0;
  let outOffset = 0;
  for (;;) {
    run(sizes[inner], aOffset, as[inner], bOffset, bs[inner], outOffset);
    outOffset += sizes[inner];
    let axis = inner - 1;
    for (; axis >= 0; axis--) {
      aOffset += as[axis];
      bOffset += bs[axis];
      if (++counter[axis] < sizes[axis]) break;
      aOffset -= as[axis] * sizes[axis];
      bOffset -= bs[axis] * sizes[axis];
      counter[axis] = 0;
    }
    if (axis < 0) return;
  }
}
