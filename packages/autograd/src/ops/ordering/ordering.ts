import type { Tensor } from "../../tensor/tensor.ts";
import { gatherAt } from "../indexing/positions.ts";
import { forEachLane, lanesAlong } from "../reductions/lanes.ts";
import type { ValuesAndIndices } from "../reductions/running-extrema.ts";

/** The order of the elements along an axis. @internal */
export interface Ordering {
  /** For each lane the indices of its first elements in order, in the layout of `shape`. */
  readonly indices: Int32Array;
  /** The same as positions in the data. */
  readonly at: Int32Array;
  /** The tensor's shape, its axis cut to the number of elements wanted. */
  readonly shape: readonly number[];
}

/** Orders each lane along `axis`, stably, NaN counting as the largest, and keeps the first `count`. @internal */
export function orderAlong(x: Tensor, axis: number, descending: boolean, count?: number): Ordering {
  const lanes = lanesAlong(x.shape, axis);
  const { length, inner } = lanes;
  const kept = count ?? length;
  const shape = x.shape.map((size, i) => (i === axis ? kept : size));
  const indices = new Int32Array(lanes.outer * kept * inner);
  const at = new Int32Array(indices.length);
  const order = new Int32Array(length);
  const sign = descending ? -1 : 1;
  forEachLane(lanes, (start, lane) => {
    const value = (i: number): number => x.data[start + i * inner];
    for (let i = 0; i < length; i++) order[i] = i;
    order.sort((i, j) => sign * compare(value(i), value(j)) || i - j);
    const to = inner === 0 ? 0 : Math.floor(lane / inner) * kept * inner + (lane % inner);
    for (let r = 0; r < kept; r++) {
      indices[to + r * inner] = order[r];
      at[to + r * inner] = start + order[r] * inner;
    }
  });
  return { indices, at, shape };
}

/** The ordered elements themselves, and their indices. @internal */
export function ordered(x: Tensor, { indices, at, shape }: Ordering): ValuesAndIndices {
  return { values: gatherAt(x, { at, shape }), indices };
}

function compare(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
