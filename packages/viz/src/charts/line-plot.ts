import { dot, line, ruleY, type Markish } from "@observablehq/plot";
import { ArgumentError, checkOptions, formatValue } from "@rewind/autograd";
import { axes } from "../figure/axes.ts";
import { chart } from "../figure/chart.ts";
import {
  PICTURE_OPTIONS,
  entriesOf,
  frameOf,
  numbersOf,
  type PictureOptions,
  type Series,
} from "../figure/check.ts";
import { seriesColor } from "../figure/palette.ts";
import type { Picture } from "../figure/picture.ts";
import { spanOf } from "../figure/span-of.ts";

/** Options of {@link linePlot}. */
export interface LinePlotOptions extends PictureOptions {
  /** What the horizontal axis counts, with its unit. Default `"step"`. */
  x?: string;
  /** What the vertical axis measures, with its unit. Default `"value"`. */
  y?: string;
  /** Where the first number stands on the horizontal axis. Default 0. */
  start?: number;
  /** Whether the vertical axis is logarithmic; every number must then be above zero. Default false. */
  log?: boolean;
}

/** @internal */
export const LINE_OPTIONS: readonly string[] = ["x", "y", "start", "log"];

/** Series with more numbers are drawn without a dot for each. */
const MOST_DOTS = 120;

/** Below this an axis has no numbers to write beside its ticks. */
const LEAST = 1e-300;

/**
 * Series of numbers as lines on common axes, a dot for each number while there are few.
 *
 * @param series numbers by name; they need not be equally many
 * @example
 * linePlot({ forecast: [1, 2, 4], observed: [1, 3, 4] }, { x: "day", y: "births" });
 * @throws ArgumentError if a series is empty or holds something that is not finite, or not above zero with `log`
 */
export function linePlot(series: Readonly<Record<string, Series>>, options: LinePlotOptions = {}): Picture {
  return drawLines("linePlot", series, options, { title: "Series", x: "step", y: "value", start: 0 });
}

interface Defaults {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly start: number;
}

/** {@link linePlot} under another name. @internal */
export function drawLines(
  who: string,
  series: Readonly<Record<string, Series>>,
  options: LinePlotOptions,
  defaults: Defaults,
): Picture {
  const lines = entriesOf(who, "series", series).map(([name, values], i) => ({
    name,
    color: seriesColor(i),
    values: numbersOf(who, name, values),
  }));
  checkOptions(who, options, [...PICTURE_OPTIONS, ...LINE_OPTIONS]);
  const { x = defaults.x, y = defaults.y, start = defaults.start, log = false } = options;
  for (const [name, label] of Object.entries({ x, y }))
    if (typeof label !== "string")
      throw new ArgumentError(`${who}: ${name} must be a string, got ${formatValue(label)}`);
  if (!Number.isFinite(start))
    throw new ArgumentError(`${who}: start must be a finite number, got ${formatValue(start)}`);
  const low = lines.find(({ values }) => log && values.some((value) => value <= 0));
  if (low !== undefined)
    throw new ArgumentError(
      `${who}: ${low.name} holds ${Math.min(...low.values)}, which has no place on a logarithmic axis; leave out log`,
    );
  const description = `${y} by ${x}: ${lines.map(({ name, values }) => `${name} ${spanOf(values)}`).join("; ")}.`;
  const frame = frameOf(who, options, LINE_OPTIONS, {
    title: defaults.title,
    description,
    width: 640,
    height: 320,
  });
  const marks = lines.flatMap(({ values, color }): Markish[] => {
    const points = values.map((value, i) => ({
      x: start + i,
      y: !log && Math.abs(value) < LEAST ? 0 : value,
    }));
    const path = line(points, { x: "x", y: "y", stroke: color, strokeWidth: 1.75 });
    const dots = dot(points, { x: "x", y: "y", fill: color, r: values.length > 40 ? 1.5 : 2.5 });
    return values.length > MOST_DOTS ? [path] : [path, dots];
  });
  const zero = !log && lines.some(({ values }) => values.some((value) => value < 0));
  return chart(
    frame,
    lines.map(({ name, color }) => ({ label: name, color })),
    {
      ...axes(x, y, log, Math.max(...lines.map(({ values }) => values.length))),
      marks: zero ? [ruleY([0], { strokeOpacity: 0.4 }), ...marks] : marks,
    },
  );
}
