import { formatShape, type TapeRecord } from "@rewind/autograd";
import { escapeXml } from "../figure/escape-xml.ts";
import { ALARM, seriesColor } from "../figure/palette.ts";
import { element } from "../figure/svg.ts";

/** Where a box lies. @internal */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LINE = 16;
const CHARACTER = 6.2;
/** Room for the curves that join operations. */
const CURVES = 34;

/** How large a box of records is: a collapsed one has a size of its own. @internal */
export function boxSize(
  records: readonly TapeRecord[],
  expanded: boolean,
): { width: number; height: number } {
  if (!expanded) return { width: 56, height: 40 };
  const longest = Math.max(...records.map((record) => lineOf(record).length), 6);
  return { width: Math.round(16 + longest * CHARACTER + CURVES), height: 26 + LINE * records.length };
}

/** A box with a label; expanded, its operations in the order of the tape and what flows between them. @internal */
export function drawBox(
  kind: string,
  label: string,
  records: readonly TapeRecord[],
  box: Box,
  expanded: boolean,
): string {
  const { x, y, width, height } = box;
  const frame = element("rect", {
    x,
    y,
    width,
    height,
    rx: 6,
    fill: seriesColor(0),
    "fill-opacity": 0.14,
    stroke: "currentColor",
    "stroke-opacity": 0.6,
  });
  const tip = `<title>${escapeXml([`${label}: ${records.length} operations`, ...records.map(lineOf)].join("\n"))}</title>`;
  const content = expanded
    ? element("text", { x: x + 8, y: y + 15, "font-weight": 600 }, escapeXml(label)) +
      operations(records, box)
    : element("text", { x: x + width / 2, y: y + 18, "text-anchor": "middle" }, escapeXml(label)) +
      element(
        "text",
        { x: x + width / 2, y: y + 32, "text-anchor": "middle", "font-size": 10, "fill-opacity": 0.75 },
        `${records.length} ops`,
      );
  return element("g", { class: kind }, tip + frame + content);
}

function operations(records: readonly TapeRecord[], { x, y, width }: Box): string {
  const baseline = (i: number): number => y + 32 + LINE * i;
  const indexOf = new Map(records.map(({ id }, i) => [id, i]));
  const right = x + width - CURVES;
  const curves = records.flatMap(({ inputs }, i) =>
    [...new Set(inputs)]
      .map((input) => (input === null ? undefined : indexOf.get(input)))
      .filter((from) => from !== undefined)
      .map((from) => {
        const [top, bottom] = [baseline(from) - 4, baseline(i) - 4];
        const bend = right + Math.min(CURVES - 6, 8 + 4 * (i - from));
        const d = `M${right},${top}C${bend},${top} ${bend},${bottom} ${right},${bottom}`;
        return element("path", {
          class: "flow",
          d,
          fill: "none",
          stroke: "currentColor",
          "stroke-opacity": 0.5,
        });
      }),
  );
  const lines = records.map((record, i) =>
    element(
      "text",
      { class: "op", x: x + 8, y: baseline(i), "font-size": 11, fill: record.severed ? ALARM : undefined },
      escapeXml(lineOf(record)),
    ),
  );
  return curves.join("") + lines.join("");
}

function lineOf({ op, name, shapes, severed }: TapeRecord): string {
  const title = name === null ? op : `${op} ${name}`;
  return `${title} ${shapes.map(formatShape).join(" ")}${severed ? " (severed)" : ""}`;
}
