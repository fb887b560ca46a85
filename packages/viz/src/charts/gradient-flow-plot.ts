import { dot, line, rect, ruleX, text, type Markish } from "@observablehq/plot";
import { ArgumentError, checkNumber, checkOptions, formatValue, isList, readable } from "@rewind/autograd";
import { axes } from "../figure/axes.ts";
import { chart, type LegendEntry } from "../figure/chart.ts";
import {
  PICTURE_OPTIONS,
  entriesOf,
  frameOf,
  normsOf,
  type PictureOptions,
  type Series,
} from "../figure/check.ts";
import { ALARM, seriesColor } from "../figure/palette.ts";
import type { Picture } from "../figure/picture.ts";
import { spanOf } from "../figure/span-of.ts";

/** Options of {@link gradientFlowPlot}. */
export interface GradientFlowPlotOptions extends PictureOptions {
  /** Steps before which history was cut, such as a window's `start`: lines between `t - 1` and `t`. Default none. */
  cuts?: readonly number[];
  /** Norms below count as vanished. Default: a thousandth of where the curves end, as {@link gradientFlowPlot} says. */
  vanishing?: number;
  /** Norms above count as exploded. Default: a thousand times where the curves end. */
  exploding?: number;
}

/**
 * How gradients travel back through time: `‖∂J/∂h_t‖` for every t on a logarithmic axis, a curve per model. Read it from
 * right to left, as the gradient goes. A curve that sinks into the lower region has vanished, one that rises into the upper
 * region explodes; both begin a factor of 1000 from the (geometric) mean of the norms with which the models start, at
 * their last step with a gradient. A norm of zero has no logarithm: it is a ring on the floor, and the line is broken there.
 *
 * @param flows norms by model: `gradientFlow(loss, states).norms.h`
 * @example
 * gradientFlowPlot({ RNN: [1e-6, 1e-3, 1], LSTM: [0.2, 0.5, 1] }, { cuts: [1] });
 * @throws ArgumentError if a series is empty, a norm is negative, not finite, or all of them are zero
 */
export function gradientFlowPlot(
  flows: Readonly<Record<string, Series>>,
  options: GradientFlowPlotOptions = {},
): Picture {
  const who = "gradientFlowPlot";
  checkOptions(who, options, [...PICTURE_OPTIONS, "cuts", "vanishing", "exploding"]);
  const whole = readable(flows as { norms?: object } | null)?.norms;
  if (whole?.constructor === Object)
    throw new ArgumentError(
      `${who}: norms are ${formatValue(whole)}, as gradientFlow returns them; pass a series for each model, such as { LSTM: flow.norms.h }`,
    );
  const curves = entriesOf(who, "models", flows).map(([name, norms], i) => ({
    name,
    color: seriesColor(i),
    norms: normsOf(who, name, norms),
  }));
  const positive = curves.flatMap(({ norms }) => norms.filter((norm) => norm > 0));
  if (positive.length === 0)
    throw new ArgumentError(`${who}: every norm is zero; the loss does not depend on these states`);
  const steps = Math.max(...curves.map(({ norms }) => norms.length));
  const { cuts = [] } = options;
  if (!isList(cuts) || [...cuts].some((cut) => !Number.isInteger(cut) || cut < 0 || cut > steps))
    throw new ArgumentError(
      `${who}: cuts must be whole numbers from 0 to ${steps}, got ${formatValue(cuts)}`,
    );
  const starts = curves.flatMap(({ norms }) => norms.filter((norm) => norm > 0).slice(-1));
  const typical = Math.exp(starts.reduce((sum, norm) => sum + Math.log(norm), 0) / starts.length);
  const vanishing = checkNumber(who, "vanishing", options.vanishing ?? typical / 1000, 0);
  const exploding = checkNumber(who, "exploding", options.exploding ?? typical * 1000, vanishing);

  const top = least(Math.max(...positive) * 1.5);
  const bottom = least(Math.min(...positive) / 1.5);
  const zeros = curves.some(({ norms }) => norms.includes(0));
  const floor = zeros ? least(bottom / 3) : bottom;
  const marks: Markish[] = [];
  const region = (
    y1: number,
    y2: number,
    fill: string,
    label: string,
    anchor: "top-right" | "bottom-right",
  ): void => {
    marks.push(
      rect([{ y1, y2 }], { x1: -0.5, x2: steps - 0.5, y1: "y1", y2: "y2", fill, fillOpacity: 0.12 }),
      text([label], {
        frameAnchor: anchor,
        dx: -6,
        dy: anchor === "top-right" ? 8 : -8,
        fontStyle: "italic",
      }),
    );
  };
  if (vanishing > floor) region(floor, Math.min(vanishing, top), seriesColor(0), "vanishing", "bottom-right");
  if (exploding < top) region(Math.max(exploding, floor), top, ALARM, "exploding", "top-right");
  if (cuts.length > 0)
    marks.push(ruleX(cuts.map((cut) => cut - 0.5), { stroke: ALARM, strokeWidth: 1.5, strokeDasharray: "4 3" })); // prettier-ignore
  for (const { norms, color } of curves) {
    const points = norms.map((norm, t) => ({ t, norm: norm > 0 ? norm : Number.NaN }));
    marks.push(line(points, { x: "t", y: "norm", stroke: color, strokeWidth: 2 }));
    marks.push(dot(points.filter(({ norm }) => norm > 0), { x: "t", y: "norm", fill: color, r: norms.length > 60 ? 1.25 : 2.5 })); // prettier-ignore
    const lost = norms.flatMap((norm, t) => (norm > 0 ? [] : [{ t, norm: floor }]));
    marks.push(dot(lost, { x: "t", y: "norm", stroke: color, fill: "none", r: 3 }));
  }
  const base = axes("time step t", "‖∂J/∂h_t‖", true, steps);
  const frame = frameOf(who, options, ["cuts", "vanishing", "exploding"], {
    title: "Gradient through time",
    description: describe(curves, cuts),
    width: 640,
    height: 340,
  });
  const legend: LegendEntry[] = curves.map(({ name, color }) => ({ label: name, color }));
  if (cuts.length > 0) legend.push({ label: "history cut", color: ALARM, dash: true });
  if (zeros) legend.push({ label: "○ no gradient (zero)", color: null });
  return chart(frame, legend, {
    ...base,
    x: { ...base.x, domain: [-0.5, steps - 0.5] },
    y: { ...base.y, domain: [floor, top] },
    marks,
  });
}

/** Not so small that it has no logarithm. */
function least(value: number): number {
  return Math.min(Math.max(value, Number.MIN_VALUE * 1e16), Number.MAX_VALUE);
}

function describe(
  curves: readonly { name: string; norms: readonly number[] }[],
  cuts: readonly number[],
): string {
  const each = curves.map(({ name, norms }) => `${name} ${spanOf(norms)}`).join("; ");
  return `The norm of the loss's gradient at the state after each step, by model: ${each}${cuts.length > 0 ? `; history cut before step ${cuts.join(", ")}` : ""}.`;
}
