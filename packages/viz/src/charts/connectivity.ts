import { checkOptions } from "@rewind/autograd";
import {
  PICTURE_OPTIONS,
  frameOf,
  labelsOf,
  normsOf,
  rowsOf,
  type Matrix,
  type PictureOptions,
} from "../figure/check.ts";
import type { Picture } from "../figure/picture.ts";
import { heatmap, heatmapHeight } from "./heatmap.ts";

/** Options of {@link connectivity}. */
export interface ConnectivityOptions extends PictureOptions {
  /** What was read, a label per column; a string gives its characters. Default: numbers. */
  inputs?: string | readonly string[];
  /** What was predicted, a label per row. Default: numbers. */
  predictions?: string | readonly string[];
}

/**
 * Which past inputs a prediction depends on (Madsen, "Visualizing memorization in RNNs", 2019): a row per prediction, a
 * column per input, the colour the norm of the one's gradient at the other, logarithmic. In a recurrent net that reads
 * forwards, what lies above the diagonal is blank: there is no gradient to the future.
 *
 * @param influence norms `[predictions, inputs]`, as {@link inputInfluence} computes them
 * @example
 * connectivity([[1, 0], [0.1, 2]], { inputs: "ab", predictions: "bc" });
 * @throws ArgumentError if a norm is negative or not finite, there are none, or there are not as many labels as rows or columns
 */
export function connectivity(influence: Matrix, options: ConnectivityOptions = {}): Picture {
  const who = "connectivity";
  checkOptions(who, options, [...PICTURE_OPTIONS, "inputs", "predictions"]);
  const rows = rowsOf(who, "influence", influence);
  rows.forEach((row, i) => normsOf(who, `influence[${i}]`, row));
  const columns = labelsOf(who, "inputs", options.inputs, rows[0].length);
  const predictions = labelsOf(who, "predictions", options.predictions, rows.length);
  const panels = [{ name: "", rows }];
  const frame = frameOf(who, options, ["inputs", "predictions"], {
    title: "What predictions depend on",
    description: `Norms of the gradients of ${rows.length} predictions at ${rows[0].length} inputs.`,
    width: 640,
    height: heatmapHeight(panels),
  });
  return heatmap(frame, panels, {
    x: "input at time step s",
    y: "prediction at t",
    value: "‖∂y_t/∂x_s‖",
    columns: columns ?? rows[0].map((_, i) => String(i)),
    rows: predictions ?? rows.map((_, i) => String(i)),
    log: true,
  });
}
