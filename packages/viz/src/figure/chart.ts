import { plot, type PlotOptions } from "@observablehq/plot";
import type { Picture } from "./picture.ts";
import { drawingDocument, markup } from "./document.ts";
import { drawn, element, type Frame } from "./svg.ts";
import { escapeXml } from "./escape-xml.ts";

/** A colour and what it stands for. @internal */
export interface LegendEntry {
  readonly label: string;
  /** Null for a label that holds its own sign. */
  readonly color: string | null;
  /** Default 1. */
  readonly opacity?: number;
  /** A broken line instead of a filled square. Default false. */
  readonly dash?: boolean;
}

const LEGEND_TOP = 30;
const LEGEND_LINE = 18;
const LEFT = 8;
const GAP = 12;
const CHARACTER = 6.6;

/** Draws a chart below its heading and legend. @internal */
export function chart(frame: Frame, legend: readonly LegendEntry[], options: PlotOptions): Picture {
  const { marks, height: legendHeight } = layLegend(legend, frame.width);
  const top = LEGEND_TOP + legendHeight;
  const figure = plot({
    ...options,
    document: drawingDocument(),
    width: frame.width,
    height: frame.height - top,
    style: { background: "none", color: "inherit" },
  });
  figure.setAttribute("y", String(top));
  figure.removeAttribute("class");
  figure.removeAttribute("style");
  for (const style of figure.querySelectorAll("style")) style.remove();
  return drawn(frame, marks + shortened(markup(figure)));
}

/** Coordinates with two decimals: a long series would be a long text. */
function shortened(svg: string): string {
  return svg.replaceAll(/ (?:d|x|y|x1|x2|y1|y2|cx|cy|width|height|transform)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/\d+\.\d{3,}(?!\d|e)/g, (digits) => String(Math.round(Number(digits) * 100) / 100)),
  );
}

function layLegend(
  legend: readonly LegendEntry[],
  width: number,
): { readonly marks: string; readonly height: number } {
  let x = LEFT;
  let y = LEGEND_TOP;
  const marks = legend.map((entry) => {
    const indent = entry.color === null ? 0 : 16;
    const needed = indent + entry.label.length * CHARACTER + GAP;
    if (x + needed > width && x > LEFT) {
      x = LEFT;
      y += LEGEND_LINE;
    }
    const text = element("text", { x: x + indent, y: y + 9 }, escapeXml(entry.label));
    const placed = keyOf(entry, x, y) + text;
    x += needed;
    return placed;
  });
  return {
    marks: element("g", { class: "legend" }, marks.join("")),
    height: legend.length === 0 ? 0 : y - LEGEND_TOP + LEGEND_LINE,
  };
}

function keyOf({ color, dash = false, opacity }: LegendEntry, x: number, y: number): string {
  if (color === null) return "";
  if (!dash)
    return element("rect", { x, y, width: 12, height: 10, rx: 2, fill: color, "fill-opacity": opacity });
  return element("path", {
    d: `M${x},${y + 5}h12`,
    stroke: color,
    "stroke-width": 2,
    "stroke-dasharray": "4 2",
  });
}
