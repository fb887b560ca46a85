import { axisFy, axisX, axisY, cell } from "@observablehq/plot";
import { chart, type LegendEntry } from "../figure/chart.ts";
import type { Frame } from "../figure/svg.ts";
import { seriesColor } from "../figure/palette.ts";
import type { Picture } from "../figure/picture.ts";
import { brief } from "../figure/span-of.ts";

/** A matrix with a name; one stands below the other. @internal */
export interface Panel {
  readonly name: string;
  readonly rows: readonly (readonly number[])[];
}

/** What a heat map's axes and cells mean. @internal */
export interface HeatmapPlan {
  readonly x: string;
  readonly y: string;
  /** What a cell's colour measures. */
  readonly value: string;
  readonly columns: readonly string[];
  /** One per row of every panel; null to number them. */
  readonly rows: readonly string[] | null;
  /** Colour by the logarithm; zeros are left blank. */
  readonly log: boolean;
}

const MARGINS = 62;
/** As many decades as a logarithmic colour tells apart. */
const DECADES = 8;
const FAINTEST = 0.06;

/** The height of a heat map whose rows are easy to tell apart. @internal */
export function heatmapHeight(panels: readonly Panel[]): number {
  const rows = panels.reduce((count, panel) => count + panel.rows.length, 0);
  const each = Math.max(3, Math.min(22, 240 / Math.max(1, rows / panels.length)));
  return Math.round(48 + MARGINS + Math.max(60, rows * each) + 8 * panels.length);
}

/**
 * A cell for each number: the stronger its colour, the larger it is, on whatever background; negative numbers have a
 * colour of their own.
 * @internal
 */
export function heatmap(frame: Frame, panels: readonly Panel[], plan: HeatmapPlan): Picture {
  const strength = strengthOf(panels, plan.log);
  const cells = panels.flatMap(({ name, rows }) =>
    rows.flatMap((row, y) =>
      row.map((value, x) => ({
        panel: name,
        x,
        y,
        color: value < 0 ? seriesColor(1) : seriesColor(0),
        opacity: strength.of(value),
        title: `${name === "" ? "" : `${name}, `}${plan.rows?.[y] ?? `${plan.y} ${y}`}, ${plan.columns[x]}: ${brief(value)}`,
      })),
    ),
  );
  const many = panels.length > 1 || panels[0].name !== "";
  const height = panels[0].rows.length;
  return chart(frame, strength.legend(plan.value), {
    marginLeft: plan.rows === null ? 50 : 34 + 7 * Math.max(...plan.rows.map((label) => label.length)),
    marginBottom: 40,
    marginTop: 20,
    marginRight: many ? 16 + 7 * Math.max(...panels.map(({ name }) => name.length)) : 16,
    x: { type: "band", padding: 0 },
    y: { type: "band", padding: 0, label: plan.y },
    fy: { padding: 0.06, domain: panels.map(({ name }) => name) },
    color: { type: "identity" },
    opacity: { type: "identity" },
    marks: [
      axisX(spread(plan.columns.length, 24), {
        tickFormat: (i: number) => plan.columns[i],
        label: plan.x,
        labelAnchor: "center",
        labelArrow: "none",
      }),
      axisY(plan.rows === null ? spread(height, Math.max(2, 12 / panels.length)) : spread(height, height), {
        tickFormat: (i: number) => plan.rows?.[i] ?? String(i),
        labelArrow: "none",
        tickSize: 3,
      }),
      ...(many ? [axisFy({ label: null, anchor: "right" })] : []),
      cell(cells, {
        x: "x",
        y: "y",
        ...(many ? { fy: "panel" } : {}),
        fill: "color",
        fillOpacity: "opacity",
        title: "title",
        shapeRendering: "crispEdges",
      }),
    ],
  });
}

/** Evenly spaced indices below `count`, at most about `most`. */
function spread(count: number, most: number): number[] {
  const every = Math.ceil(count / most);
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
}

interface Strength {
  of(value: number): number;
  legend(name: string): LegendEntry[];
}

function strengthOf(panels: readonly Panel[], log: boolean): Strength {
  const values = panels.flatMap(({ rows }) => rows.flat());
  const most = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  const least = values.reduce((best, value) => (value === 0 ? best : Math.min(best, Math.abs(value))), most);
  const decades = log && most > 0 ? Math.min(DECADES, Math.max(1, Math.log10(most / least))) : 1;
  const blue = seriesColor(0);
  const of = (value: number): number => {
    if (value === 0 || most === 0) return 0;
    const share = Math.abs(value) / most;
    return log ? Math.max(FAINTEST, 1 + (Math.log10(share) / decades) * (1 - FAINTEST)) : share;
  };
  const legend = (name: string): LegendEntry[] => {
    const negative = values.some((value) => value < 0);
    const marks = log ? [10 ** -decades, 10 ** (-decades / 2), 1] : [0.25, 0.5, 1];
    const scale = marks.map((share) => ({
      label: brief(share * most),
      color: blue,
      opacity: of(share * most),
    }));
    const below = { label: brief(-most), color: seriesColor(1), opacity: 1 };
    return [{ label: `${name}:`, color: null }, ...(negative ? [below] : []), ...scale];
  };
  return { of, legend };
}
