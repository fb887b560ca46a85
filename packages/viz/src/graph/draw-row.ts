import type { TapeRecord } from "@rewind/autograd";
import { escapeXml } from "../figure/escape-xml.ts";
import { ALARM, seriesColor } from "../figure/palette.ts";
import { element } from "../figure/svg.ts";
import { boxSize, drawBox, type Box } from "./draw-box.ts";

/** One recurrence to be drawn. @internal */
export interface RowPlan {
  readonly label: string;
  /** What the first step is called. */
  readonly first: number;
  readonly before: readonly TapeRecord[];
  readonly steps: readonly (readonly TapeRecord[])[];
  readonly after: readonly TapeRecord[];
  /** Whether to open a step, by what it is called. */
  isExpanded(step: number): boolean;
  readonly sidesExpanded: boolean;
  /** The width of the line that leaves a step, counted from 0. */
  stroke(step: number): number;
}

/** @internal */
export interface RowDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** How many places there are where history is cut. */
  readonly cuts: number;
}

interface Column {
  readonly kind: string;
  readonly label: string;
  readonly records: readonly TapeRecord[];
  readonly expanded: boolean;
}

const LEFT = 28;
const SPACE = 40;
/** Above the boxes, for lines to the readout; below them, for lines from what is computed for all steps at once. */
const LANE = 26;

/** Draws a recurrence from left to right. @internal */
export function drawRow(plan: RowPlan, top: number): RowDrawing {
  const { before, steps, after } = plan;
  const columns: Column[] = steps.map((records, i) => ({
    kind: "cell",
    label: `t = ${plan.first + i}`,
    records,
    expanded: plan.isExpanded(plan.first + i),
  }));
  const side = (label: string, records: readonly TapeRecord[]): Column[] =>
    records.length === 0 ? [] : [{ kind: "side", label, records, expanded: plan.sidesExpanded }];
  const all = [...side("inputs", before), ...columns, ...side("loss", after)];
  const sizes = all.map(({ records, expanded }) => boxSize(records, expanded));
  const tallest = Math.max(...sizes.map(({ height }) => height));
  const middle = top + LANE + tallest / 2;
  let x = LEFT;
  const boxes = sizes.map(({ width, height }): Box => {
    const box = { x, y: middle - height / 2, width, height };
    x += width + SPACE;
    return box;
  });
  const sides = before.length === 0 ? 0 : 1;
  const stepBoxes = boxes.slice(sides, sides + steps.length);
  const lines: string[] = [];
  let cuts = 0;
  stepBoxes.forEach((box, i) => {
    const severed = steps[i].some((record) => record.severed);
    const previous = stepBoxes[i - 1] as Box | undefined;
    const linked = previous !== undefined && !severed && reads(steps[i], steps[i - 1]);
    if (linked) lines.push(stateEdge(previous, box, middle, plan.stroke(i - 1)));
    else if (severed || previous !== undefined) {
      cuts++;
      lines.push(cut(box.x - SPACE / 2, top + 4, top + 2 * LANE + tallest - 4));
    }
  });
  if (before.length > 0) {
    const readers = stepBoxes.filter((_, i) => reads(steps[i], before));
    lines.push(lane("input-edge", boxes[0], readers, top + LANE + tallest + LANE / 2, 1));
  }
  if (after.length > 0) {
    const read = stepBoxes.filter((_, i) => reads(after, steps[i]));
    lines.push(lane("output-edge", boxes[boxes.length - 1], read, top + LANE / 2, -1));
  }
  const name = element("text", { x: 12, y: top, "font-style": "italic" }, escapeXml(plan.label));
  const drawnBoxes = all.map(({ kind, label, records, expanded }, i) =>
    drawBox(kind, label, records, boxes[i], expanded),
  );
  return {
    svg: (plan.label === "" ? "" : name) + lines.join("") + drawnBoxes.join(""),
    width: x - SPACE + 12,
    height: tallest + 2 * LANE,
    cuts,
  };
}

/** Whether one of `records` has an input among `sources`. */
function reads(records: readonly TapeRecord[], sources: readonly TapeRecord[]): boolean {
  const ids = new Set(sources.map(({ id }) => id));
  return records.some(({ inputs }) => inputs.some((input) => input !== null && ids.has(input)));
}

function stateEdge(from: Box, to: Box, y: number, width: number): string {
  const start = from.x + from.width;
  return element("path", {
    class: "state-edge",
    d: `M${start},${y}H${to.x}`,
    stroke: seriesColor(1),
    "stroke-width": width,
  });
}

function cut(x: number, top: number, bottom: number): string {
  const line = { class: "cut", d: `M${x},${top}V${bottom}`, stroke: ALARM };
  return element(
    "path",
    { ...line, "stroke-width": 2, "stroke-dasharray": "5 3" },
    "<title>history cut</title>",
  );
}

/** Thin lines between one box and others along a lane above (-1) or below (1) them. */
function lane(kind: string, hub: Box, others: readonly Box[], y: number, side: 1 | -1): string {
  const edgeOf = (box: Box): number => (side === 1 ? box.y + box.height : box.y);
  const centre = (box: Box): number => box.x + box.width / 2;
  const paths = others.map((box) => `M${centre(hub)},${edgeOf(hub)}V${y}H${centre(box)}V${edgeOf(box)}`);
  return paths
    .map((d) =>
      element("path", { class: kind, d, fill: "none", stroke: "currentColor", "stroke-opacity": 0.35 }),
    )
    .join("");
}
