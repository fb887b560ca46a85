import { checkOptions } from "@rewind/autograd";
import {
  PICTURE_OPTIONS,
  frameOf,
  labelsOf,
  rowsOf,
  type Matrix,
  type PictureOptions,
} from "../figure/check.ts";
import type { Picture } from "../figure/picture.ts";
import { heatmap, heatmapHeight } from "./heatmap.ts";

/** Options of {@link alignmentPlot}. */
export interface AlignmentPlotOptions extends PictureOptions {
  /** What was read, a label per column; a string gives its characters. Default: numbers. */
  source?: string | readonly string[];
  /** What was written, a label per row. Default: numbers. */
  target?: string | readonly string[];
}

/**
 * Where an attention looks: a row per step of the output, a column per step of the source (Bahdanau, Cho and Bengio 2014,
 * figure 3).
 *
 * @param weights `[T, S]`: the `weights` of a decoder's states, one sequence's row of each
 * @example
 * alignmentPlot([[0.9, 0.1], [0.2, 0.8]], { source: "ab", target: "BA" });
 * @throws ArgumentError if the weights are empty or not finite, or there are not as many labels as rows or columns
 */
export function alignmentPlot(weights: Matrix, options: AlignmentPlotOptions = {}): Picture {
  const who = "alignmentPlot";
  checkOptions(who, options, [...PICTURE_OPTIONS, "source", "target"]);
  const rows = rowsOf(who, "weights", weights);
  const columns = labelsOf(who, "source", options.source, rows[0].length);
  const targets = labelsOf(who, "target", options.target, rows.length);
  const panels = [{ name: "", rows }];
  const frame = frameOf(who, options, ["source", "target"], {
    title: "Alignment",
    description: `Attention weights of ${rows.length} output steps over ${rows[0].length} source steps.`,
    width: 420,
    height: heatmapHeight(panels),
  });
  return heatmap(frame, panels, {
    x: "source step",
    y: "output step",
    value: "weight",
    columns: columns ?? rows[0].map((_, i) => String(i)),
    rows: targets ?? rows.map((_, i) => String(i)),
    log: false,
  });
}
