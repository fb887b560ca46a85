import { ArgumentError, formatValue, type TapeRecord } from "@rewind/autograd";
import { areaY, lineY, type Markish } from "@observablehq/plot";
import { axes } from "../figure/axes.ts";
import { chart } from "../figure/chart.ts";
import { entriesOf, frameOf, type PictureOptions } from "../figure/check.ts";
import { seriesColor } from "../figure/palette.ts";
import type { Picture } from "../figure/picture.ts";
import { checkRecorded, checkTapes } from "./check-recorded.ts";
import { heldElements } from "./held-elements.ts";

/**
 * How much a training pass keeps for backpropagation, over the operations it performs forwards and then backwards: full
 * backpropagation through time climbs to the end of the sequence before it comes down, truncated keeps to the height of its
 * windows. Measured on the tapes by {@link heldElements}.
 *
 * @param passes by name, the tapes of a pass in order: one for the full gradient, one per window of `truncatedBPTT`, each taken
 *   (`tape(window.loss)`) before its `backward()`
 * @example
 * const w = tensor(0.5, { requiresGrad: true });
 * const run = (from: Tensor, steps: number): Tensor => (steps === 0 ? from : run(from.mul(w).tanh(), steps - 1));
 * const half = run(tensor(1), 4);
 * memoryTimeline({ full: [tape(run(tensor(1), 8))], truncated: [tape(half), tape(run(half.detach(), 4))] });
 * @throws ArgumentError if there are no tapes or one is empty
 * @throws GraphError if a tape was taken after its backward walk had freed it
 */
export function memoryTimeline(
  passes: Readonly<Record<string, readonly (readonly TapeRecord[])[]>>,
  options: PictureOptions = {},
): Picture {
  const who = "memoryTimeline";
  const curves = entriesOf(who, "passes", passes).map(([name, tapes], i) => {
    checkTapes(who, tapes, name);
    if (tapes.length === 0 || tapes.some((records) => records.length === 0))
      throw new ArgumentError(
        `${who}: ${name} must be a list of tapes that are not empty, got ${formatValue(tapes)}; there is nothing to draw`,
      );
    tapes.forEach((records) => checkRecorded(who, records));
    return { name, color: seriesColor(i), held: heldElements(tapes) };
  });
  const peaks = curves.map(({ name, held }) => `${name} at most ${Math.max(...held)}`).join("; ");
  const frame = frameOf(who, options, [], {
    title: "What a pass keeps for backpropagation",
    description: `Elements of recorded results held on the tape: ${peaks}.`,
    width: 640,
    height: 320,
  });
  const marks = curves.flatMap(({ held, color }): Markish[] => {
    const points = [...held].map((elements, operation) => ({ operation, elements }));
    const channels = { x: "operation", y: "elements", curve: "step-after" } as const;
    return [
      areaY(points, { ...channels, fill: color, fillOpacity: 0.15 }),
      lineY(points, { ...channels, stroke: color, strokeWidth: 1.75 }),
    ];
  });
  const base = axes(
    "operations performed, forwards and backwards",
    "elements held",
    false,
    Number.POSITIVE_INFINITY,
  );
  return chart(
    frame,
    curves.map(({ name, color }) => ({ label: name, color })),
    { ...base, y: { ...base.y, tickFormat: "~s" }, marks },
  );
}
