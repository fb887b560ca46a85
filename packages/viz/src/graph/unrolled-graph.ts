import {
  checkOptions,
  ArgumentError,
  checkInteger,
  formatValue,
  isList,
  recordsOf,
  type Tensor,
} from "@rewind/autograd";
import { PICTURE_OPTIONS, frameOf, normsOf, type PictureOptions, type Series } from "../figure/check.ts";
import type { Picture } from "../figure/picture.ts";
import { drawn } from "../figure/svg.ts";
import { checkRecorded } from "./check-recorded.ts";
import { boxSize } from "./draw-box.ts";
import { drawRow, type RowPlan } from "./draw-row.ts";
import { timeStructure } from "./time-structure.ts";

/** Options of {@link unrolledGraph}. */
export interface UnrolledGraphOptions extends PictureOptions {
  /** Steps before the first one drawn, such as a window's `start`. Default 0: the first is t = 1. */
  start?: number;
  /** Which steps to open up into their operations, or `"all"`. Default none: a box per step. */
  expand?: "all" | readonly number[];
  /**
   * The gradient's norm at the state after each step, `gradientFlow(loss, states).norms.h`, drawn as the width of the line that
   * leaves the step; for several layers one series each, in the order of the rows. Default: lines of one width.
   */
  norms?: Series | readonly Series[];
}

/** Lines are this thin and this thick. */
const THINNEST = 1;
const THICKEST = 9;
/** As many decades as widths tell apart. */
const DECADES = 8;
const REPLAYED =
  '; a recurrence replayed from one step is one record: run it with scan: "never" to see its steps';
const TOP = 40;
const GAP = 36;

/**
 * The recorded graph unrolled in time: what `tape(loss)` holds, a row per layer and direction, a column per step, in the
 * order of the forward pass. Backpropagation through time walks it from right to left. A red line is a place where
 * history is cut: no gradient passes from the step on its right to the one on its left. Hovering over a step lists its
 * operations; `expand` draws them.
 *
 * Steps are found by the weights used again and again. A recurrence replayed from one recorded step (`scan`) is a single
 * record on the tape: run it with `scan: "never"` to see its steps.
 *
 * @example
 * const w = tensor(0.5, { requiresGrad: true });
 * let h = tensor(1);
 * for (let t = 0; t < 4; t++) h = h.mul(w).tanh();
 * unrolledGraph(h, { expand: [2] });
 * @throws GraphError if the loss has no history, or backward has freed it
 * @throws ArgumentError if there are not as many norms as steps, one is negative or not finite, or there is no such step
 */
export function unrolledGraph(loss: Tensor, options: UnrolledGraphOptions = {}): Picture {
  const who = "unrolledGraph";
  const records = recordsOf(who, loss);
  checkRecorded(who, records);
  const { rows, after } = timeStructure(records);
  const steps = Math.max(...rows.map((row) => row.steps.length));
  const hint = records.some(({ op }) => op === "scan") ? REPLAYED : "";
  checkOptions(who, options, [...PICTURE_OPTIONS, "start", "expand", "norms"]);
  const first = checkInteger(who, "start", options.start ?? 0, 0) + 1;
  const isExpanded = expansion(who, options.expand, first, first + steps - 1, hint);
  const norms = normsByRow(
    who,
    options.norms,
    rows.map((row) => row.steps.length),
  );
  const widthOf = lineWidth(norms.flat());

  const readoutOpen = options.expand === "all";
  const plans: RowPlan[] = rows.map((row, i) => ({
    label: rows.length === 1 ? "" : `layer ${i}`,
    first,
    before: row.before,
    steps: row.steps,
    after: i === rows.length - 1 ? after : [],
    isExpanded,
    sidesExpanded: readoutOpen,
    stroke: (step: number) => (norms.length === 0 ? 2 : widthOf(norms[i][step])),
  }));
  let y = TOP;
  const drawings = plans.map((plan) => {
    const drawing = drawRow(plan, y);
    y += drawing.height + GAP;
    return drawing;
  });
  const cuts = drawings.reduce((sum, drawing) => sum + drawing.cuts, 0);
  const frame = frameOf(who, options, ["start", "expand", "norms"], {
    title: "The tape, unrolled in time",
    description: `${rows.length === 1 ? "One recurrence" : `${rows.length} recurrences`} of ${steps} steps, history ${cutsIn(cuts)}${hint}.`,
    width: Math.max(320, ...drawings.map((drawing) => drawing.width)),
    height: Math.max(y - GAP + 12, boxSize([], false).height + TOP),
  });
  return drawn(frame, drawings.map((drawing) => drawing.svg).join(""));
}

function cutsIn(cuts: number): string {
  if (cuts === 0) return "whole";
  return cuts === 1 ? "cut in one place" : `cut in ${cuts} places`;
}

function expansion(
  who: string,
  expand: unknown,
  first: number,
  last: number,
  hint: string,
): (step: number) => boolean {
  if (expand === undefined) return () => false;
  if (expand === "all") return () => true;
  const wrong =
    !Array.isArray(expand) ||
    [...expand].some((step) => !Number.isInteger(step) || step < first || step > last);
  if (wrong)
    throw new ArgumentError(
      `${who}: expand must be "all" or steps from ${first} to ${last}, got ${formatValue(expand)}${hint}`,
    );
  const chosen = new Set<unknown>(expand);
  return (step) => chosen.has(step);
}

function normsByRow(who: string, norms: unknown, lengths: readonly number[]): number[][] {
  if (norms === undefined) return [];
  const several = isList(norms) && typeof norms[0] !== "number" && norms.length > 0;
  const series: readonly unknown[] = several ? (norms as unknown[]) : [norms];
  if (series.length !== lengths.length)
    throw new ArgumentError(
      `${who}: norms must be ${lengths.length} series, one per recurrence of the tape, got ${series.length}`,
    );
  return series.map((each, row) => {
    const checked = normsOf(who, several ? `norms[${row}]` : "norms", each);
    if (checked.length !== lengths[row])
      throw new ArgumentError(
        `${who}: ${checked.length} norms for ${lengths[row]} steps on the tape; pass the norms of the states behind this loss`,
      );
    return checked;
  });
}

/** Widths that grow with the logarithm, over the decades that there are. */
function lineWidth(norms: readonly number[]): (norm: number) => number {
  const positive = norms.filter((norm) => norm > 0);
  const most = Math.max(...positive);
  const span = Math.min(DECADES, Math.max(1, Math.log10(most / Math.min(...positive))));
  return (norm) => {
    if (norm === 0) return THINNEST / 2;
    return THINNEST + (THICKEST - THINNEST) * Math.max(0, 1 + Math.log10(norm / most) / span);
  };
}
