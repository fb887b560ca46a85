import { ArgumentError } from "@rewind/autograd";
import { entriesOf, frameOf, rowsOf, type Matrix, type PictureOptions } from "../figure/check.ts";
import type { Picture } from "../figure/picture.ts";
import { heatmap, heatmapHeight, type Panel } from "./heatmap.ts";

/**
 * What gates do over time: a panel per gate, a row per unit, a column per step. An LSTM whose forget gate is dark
 * remembers; one of whose input gate is blank ignores what it reads. Negative values (of `g` and `n`, which are tanh) have a
 * colour of their own.
 *
 * @param activations by gate, `[T, units]` each: {@link gateActivations} gives them for one sequence
 * @example
 * gates({ i: [[0.9, 0.1], [0.2, 0.8]], f: [[1, 1], [0.9, 0.2]] });
 * @throws ArgumentError if a gate is empty, not of the others' size, or holds something that is not finite
 */
export function gates(activations: Readonly<Record<string, Matrix>>, options: PictureOptions = {}): Picture {
  const who = "gates";
  const panels = entriesOf(who, "activations", activations).map(([name, values]): Panel => {
    const steps = rowsOf(who, name, values);
    return { name, rows: steps[0].map((_, unit) => steps.map((step) => step[unit])) };
  });
  const [first] = panels;
  for (const { name, rows } of panels) {
    if (rows.length !== first.rows.length || rows[0].length !== first.rows[0].length)
      throw new ArgumentError(
        `${who}: ${name} is [${rows[0].length}, ${rows.length}], ${first.name} [${first.rows[0].length}, ${first.rows.length}]; gates must be of one shape`,
      );
  }
  const steps = first.rows[0].length;
  const frame = frameOf(who, options, [], {
    title: "Gates over time",
    description: `Activations of the gates ${panels.map(({ name }) => name).join(", ")}: ${first.rows.length} units over ${steps} time steps.`,
    width: 640,
    height: heatmapHeight(panels),
  });
  return heatmap(frame, panels, {
    x: "time step t",
    y: "unit",
    value: "activation",
    columns: Array.from({ length: steps }, (_, t) => String(t)),
    rows: null,
    log: false,
  });
}
