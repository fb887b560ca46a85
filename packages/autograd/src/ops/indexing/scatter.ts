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
  const meetings = meetingsAt(positions.at, t.size, reduce, options.includeSelf ?? true);
  const touched = empty(t.shape, t.dtype);
  for (const place of positions.at) touched.data[place] = 1;
  const rest = maskedFill(t, touched, 0);
  const flat = [t, read].map((each) => reshape(each, [each.size]));
  const all = concat(flat);
  const values: Tensor[] = [];
  const places: number[] = [];
  for (const [length, { at, from }] of meetings) {
    const met = gatherAt(all, { at: Int32Array.from(from), shape: [at.length, length] });
    values.push(reduce === null ? reshape(met, [at.length]) : REDUCTIONS[reduce](met, { axis: 1 }));
    for (const place of at) places.push(place);
  }
  return values.length === 0
    ? rest
    : addAt(rest, concat(values), { at: Int32Array.from(places), shape: [places.length] });
}

/** Places where equally many elements meet, and which: of `x`, then of the source. */
interface Meetings {
  readonly at: number[];
  readonly from: number[];
}

/** Sorts the places by how many elements meet there, so that each sort is reduced as one matrix. */
function meetingsAt(
  at: Int32Array,
  size: number,
  reduce: string | null,
  includeSelf: boolean,
): Map<number, Meetings> {
  const members = new Map<number, number[]>();
  at.forEach((place, i) => {
    const met = members.get(place);
    if (met === undefined || reduce === null)
      members.set(place, reduce !== null && includeSelf ? [place, size + i] : [size + i]);
    else met.push(size + i);
  });
  const meetings = new Map<number, Meetings>();
  for (const [place, met] of members) {
    const same = meetings.get(met.length) ?? { at: [], from: [] };
    meetings.set(met.length, same);
    same.at.push(place);
    for (const i of met) same.from.push(i);
  }
  return meetings;
}
