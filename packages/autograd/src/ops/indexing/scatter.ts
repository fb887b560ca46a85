import { ArgumentError, formatValue } from "../../errors.ts";
import { empty } from "../../tensor/create.ts";
import type { Indices } from "../../tensor/indices.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operands } from "../operand.ts";
import { checkFlag } from "../options.ts";
import { amax, amin, type Extremum } from "../reductions/extrema.ts";
import { mean } from "../reductions/mean.ts";
import { prod } from "../reductions/prod.ts";
import { sum } from "../reductions/sum.ts";
import { expand } from "../shape/expand.ts";
import { concat } from "../shape/joining.ts";
import { reshape } from "../shape/reshape.ts";
import { maskedFill } from "./masked-fill.ts";
import { addAt, gatherAt, planPositions, type GatherOptions } from "./positions.ts";
import { readFor } from "./scatter-add.ts";

const REDUCTIONS: Record<ScatterReduction, Extremum> = { sum, prod, mean, amax, amin };

/** What becomes of elements that meet. */
type ScatterReduction = "sum" | "prod" | "mean" | "amax" | "amin";

/** Options of {@link scatter}. */
export interface ScatterOptions extends GatherOptions {
  /** What becomes of elements that meet at one place. Default: the last one overwrites. */
  reduce?: ScatterReduction | null;
  /** Whether what `x` has there takes part in the reduction. Default true. */
  includeSelf?: boolean;
}

/**
 * `x` with the elements of `source` where `indices` point: for a matrix and axis 0, `out[indices[i, j], j] = source[i, j]`; for
 * axis 1, `out[i, indices[i, j]] = source[i, j]`. Repeats are reduced, or the last prevails; an element that is overwritten has
 * gradient 0. `x` itself is not changed.
 *
 * @param indices whole numbers from 0 with as many axes as `x`, none longer except along `axis`; nested, or an Int32Array
 * with `shape` in the options
 * @param source at least as long as `indices` along every axis, or one number for all
 * @example
 * scatter(zeros([3]), [0, 2], [5, 6]); // [5, 0, 6]
 * scatter(ones([2]), [0, 0], [5, 6], { reduce: "amax" }); // [6, 1]
 * @throws ShapeError if `indices` do not fit `x` or `source`, or `x` lacks the axis
 * @throws ArgumentError if an index is out of range, or the reduction unknown
 */
export function scatter(
  x: TensorLike,
  indices: Indices,
  source: TensorLike,
  options: ScatterOptions = {},
): Tensor {
  const [t, s] = operands("scatter", [x, source]);
  const known = ["axis", "shape", "reduce", "includeSelf"];
  const positions = planPositions("scatter", t, indices, options, false, known);
  const reduce = options.reduce ?? null;
  if (reduce !== null && !Object.hasOwn(REDUCTIONS, reduce)) {
    const names = Object.keys(REDUCTIONS).join(", ");
    throw new ArgumentError(`scatter: reduce must be one of ${names}, got ${formatValue(reduce)}`);
  }
  checkFlag("scatter", "includeSelf", options.includeSelf);
  const read = s.ndim === 0 ? expand(s, positions.shape) : readFor("scatter", s, positions);
  const meetings = meetingsAt(positions.at, t.size, reduce !== null, options.includeSelf ?? true);
  const touched = empty(t.shape, t.dtype);
  for (const place of positions.at) touched.data[place] = 1;
  const rest = maskedFill(t, touched, 0);
  const all = concat([t, read].map((each) => reshape(each, [each.size])));
  if (meetings.length === 0) return rest;
  const values = meetings.map(({ at, from }) => {
    const met = gatherAt(all, { at: from, shape: [at.length, from.length / at.length] });
    return reduce === null ? reshape(met, [at.length]) : REDUCTIONS[reduce](met, { axis: 1 });
  });
  const places = new Int32Array(values.reduce((total, { size }) => total + size, 0));
  meetings.reduce((to, { at }) => {
    places.set(at, to);
    return to + at.length;
  }, 0);
  return addAt(rest, concat(values), { at: places, shape: [places.length] });
}

/** Places where equally many elements meet, and which, one place after the other: those of `x`, then of the source. */
interface Meetings {
  readonly at: Int32Array;
  readonly from: Int32Array;
}

/** Sorts the places by how many elements meet there, so that each sort is reduced as one matrix. */
function meetingsAt(at: Int32Array, size: number, reduced: boolean, includeSelf: boolean): Meetings[] {
  const own = reduced && includeSelf ? 1 : 0;
  const counts = new Int32Array(size);
  for (const place of at) counts[place] = reduced ? counts[place] + 1 : 1;
  const places: number[][] = [];
  counts.forEach((count, place) => {
    if (count > 0) (places[count] ??= []).push(place);
  });
  // Where the next element that meets at a place is noted.
  const next = new Int32Array(size);
  const meetings: Meetings[] = [];
  places.forEach((same, count) => {
    const length = count + own;
    const from = new Int32Array(same.length * length);
    same.forEach((place, i) => {
      if (own === 1) from[i * length] = place;
      next[place] = i * length + own;
    });
    meetings[count] = { at: Int32Array.from(same), from };
  });
  at.forEach((place, i) => {
    meetings[counts[place]].from[reduced ? next[place]++ : next[place]] = size + i;
  });
  return Object.values(meetings);
}
