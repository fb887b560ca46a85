import type { RowKernels, RowSlopeKernel } from "../row-kernels.ts";
import { stageRows } from "./stage-rows.ts";
import type { Staging } from "./staging.ts";
import type { Thresholds } from "./thresholds.ts";

/** Functions of whole rows behind copies in and out. */
export function stagedRows(
  staging: () => Staging | null,
  { transcendentalRows, sumRows, scaledRows }: Thresholds,
): RowKernels {
  const run = stageRows(staging);

  const slope =
    (name: "softmaxSlope" | "logSoftmaxSlope", least: number): RowSlopeKernel =>
    (grad, y, out, rows, length) =>
      rows * length >= least &&
      run(rows, 2, [grad, y, out], [length, length, length], (module, [g, saved, to], count) =>
        module[name](g, saved, to, count, length),
      );

  return {
    softmax: (x, out, statistics, masked, rows, length) =>
      rows * length >= transcendentalRows &&
      run(
        rows,
        1,
        // Bytes are bytes: two float64 numbers travel as four float32.
        [x, out, statistics === null ? null : new Float32Array(statistics.buffer)],
        [length, length, 4],
        (module, [from, to, kept], count) => module.softmax(from, to, kept, masked, count, length),
      ),
    softmaxSlope: slope("softmaxSlope", sumRows),
    logSoftmax: (x, out, rows, length) =>
      rows * length >= transcendentalRows &&
      run(rows, 1, [x, out], [length, length], (module, [from, to], count) =>
        module.logSoftmax(from, to, count, length),
      ),
    logSoftmaxSlope: slope("logSoftmaxSlope", transcendentalRows),
    scaleRows: (x, factors, out, rows, length) =>
      rows * length >= scaledRows &&
      run(rows, 2, [x, factors, out], [length, 1, length], (module, [from, by, to], count) =>
        module.scaleRows(from, by, to, count, length),
      ),
  };
}
