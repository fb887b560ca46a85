import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import type { Pooling } from "./pool-spans.ts";

/** A pooling by sums, each divided by its own number. @internal */
export interface AvgPooling extends Pooling {
  /** One divisor for each place in a plane. */
  readonly divisors: Float64Array;
}

const op: Op<AvgPooling> = {
  name: "avgPool",
  forward(_context, [x], plan) {
    const out = empty(plan.to, x.dtype);
    const { divisors, columns } = plan;
    forEachWindow(plan, (at, place, first, lines, last) => {
      let total = 0;
      for (let line = first; line < lines; line += columns.size)
        for (let i = line; i < line + last; i++) total += x.data[i];
      out.data[at] = total / divisors[place];
    });
    return out;
  },
  backward: (_context, [g], plan) => [apply(spreadOp, [g as Tensor], plan)],
};

/** The transpose: each result's share goes to all that its window covers. */
const spreadOp: Op<AvgPooling> = {
  name: "avgPoolBackward",
  forward(_context, [g], plan) {
    const sums = new Float64Array(plan.planes * plan.rows.size * plan.columns.size);
    const { divisors, columns } = plan;
    forEachWindow(plan, (at, place, first, lines, last) => {
      const share = g.data[at] / divisors[place];
      for (let line = first; line < lines; line += columns.size)
        for (let i = line; i < line + last; i++) sums[i] += share;
    });
    const out = empty(plan.from, g.dtype);
    out.data.set(sums);
    return out;
  },
  backward: (_context, [g], plan) => [apply(op, [g as Tensor], plan)],
};

/** The mean of each window; `override` replaces the count, which includes the padding if `countPadding`. @internal */
export function poolAvg(x: Tensor, plan: Pooling, countPadding: boolean, override: number | null): Tensor {
  const { rows, columns } = plan;
  const width = columns.starts.length;
  const divisors = new Float64Array(rows.starts.length * width);
  for (let place = 0; place < divisors.length; place++) {
    const i = Math.floor(place / width);
    const j = place % width;
    const counted = countPadding
      ? rows.extents[i] * columns.extents[j]
      : (rows.ends[i] - rows.starts[i]) * (columns.ends[j] - columns.starts[j]);
    divisors[place] = override ?? counted;
  }
  return apply(op, [x], { ...plan, divisors });
}

/** Visits each result: its place in its plane, where its window's lines start and end, and how long each is. */
function forEachWindow(
  { planes, rows, columns }: Pooling,
  visit: (at: number, place: number, first: number, end: number, length: number) => void,
): void {
  for (let plane = 0, at = 0; plane < planes; plane++) {
    for (let i = 0, place = 0; i < rows.starts.length; i++) {
      for (let j = 0; j < columns.starts.length; j++) {
        const base = plane * rows.size * columns.size + columns.starts[j];
        const first = base + rows.starts[i] * columns.size;
        const end = base + rows.ends[i] * columns.size;
        visit(at++, place++, first, end, columns.ends[j] - columns.starts[j]);
      }
    }
  }
}
