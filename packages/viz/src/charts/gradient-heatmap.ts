import { ArgumentError } from "@rewind/autograd";
import { entriesOf, frameOf, normsOf, type PictureOptions, type Series } from "../figure/check.ts";
import type { Picture } from "../figure/picture.ts";
import { heatmap, heatmapHeight, type Panel } from "./heatmap.ts";

/**
 * The gradient by layer, gate and time: a panel per layer, a row per gate (or per tensor of the state), a column per step.
 * Colours are logarithmic over at most eight decades; a gradient of zero is left blank. The top layer stands on top.
 *
 * @param layers norms over time by layer and gate, the lowest layer first
 * @example
 * gradientHeatmap({ "layer 0": { h: [0.1, 0.4], c: [0.2, 0.6] }, "layer 1": { h: [0.3, 0.9], c: [0.1, 0.2] } });
 * @throws ArgumentError if a series is empty, not as long as the others, or holds something negative or not finite
 */
export function gradientHeatmap(
  layers: Readonly<Record<string, Readonly<Record<string, Series>>>>,
  options: PictureOptions = {},
): Picture {
  const who = "gradientHeatmap";
  let gates: string[] = [];
  let steps = 0;
  const panels = entriesOf(who, "layers", layers).map(([layer, given], i): Panel => {
    const entries = entriesOf(who, `gates of ${layer}`, given);
    const names = entries.map(([gate]) => gate);
    const rows = entries.map(([gate, norms]) => normsOf(who, `${layer}.${gate}`, norms));
    if (i === 0) [gates, steps] = [names, rows[0].length];
    if (names.join() !== gates.join())
      throw new ArgumentError(
        `${who}: ${layer} has the gates ${names.join(", ")}, the first layer ${gates.join(", ")}; draw layers of one kind`,
      );
    const odd = rows.findIndex((row) => row.length !== steps);
    if (odd >= 0)
      throw new ArgumentError(
        `${who}: ${layer}.${names[odd]} has ${rows[odd].length} steps, the first series ${steps}; they must agree`,
      );
    return { name: layer, rows };
  });
  const frame = frameOf(who, options, [], {
    title: "Gradient by layer, gate and time",
    description: `Norms of the gradient at ${gates.join(", ")} of ${panels.length} layers over ${steps} time steps.`,
    width: 640,
    height: heatmapHeight(panels),
  });
  return heatmap(frame, [...panels].reverse(), {
    x: "time step t",
    y: "gate",
    value: "gradient norm",
    columns: Array.from({ length: steps }, (_, t) => String(t)),
    rows: gates,
    log: true,
  });
}
