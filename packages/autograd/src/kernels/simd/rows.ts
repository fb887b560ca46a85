import type { RowKernels, RowSlopeKernel } from "../row-kernels.ts";
import { stageRows } from "./stage-rows.ts";
import type { Staging } from "./staging.ts";
import type { Thresholds } from "./thresholds.ts";

/** Functions of whole rows behind copies in and out. */
export function stagedRows(
  staging: () => Staging | null,
  { transcendentalRows, sumRows, normalizedRows, scaledRows }: Thresholds,
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
        [x, out, statistics === null ? null : asBytes(statistics)],
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
    normalize(x, scale, shift, out, statistics, rows, width, eps, centered) {
      if (rows * width < normalizedRows) return false;
      const affine = new Float32Array(2 * width);
      if (scale === null) affine.fill(1, 0, width);
      else affine.set(scale);
      if (shift !== null) affine.set(shift, width);
      return run(
        rows,
        1,
        [x, out, asBytes(statistics)],
        [width, width, 4],
        (module, [from, to, kept, by], count) =>
          module.normalize(from, to, kept, by, count, width, eps, centered),
        affine,
      );
    },
    normalizeSlope: (grad, x, statistics, scale, gradX, products, rows, width, centered) =>
      rows * width >= normalizedRows &&
      run(
        rows,
        3,
        [grad, x, asBytes(statistics), gradX, products],
        [width, width, 4, width, width],
        (module, [g, from, kept, to, along, by], count) =>
          module.normalizeSlope(g, from, kept, to, along, by, count, width, centered),
        scale ?? new Float32Array(width).fill(1),
      ),
  };
}

/** Bytes are bytes: two float64 numbers a row travel as four float32. */
function asBytes({ buffer, byteOffset, length }: Float64Array): Float32Array {
  return new Float32Array(buffer, byteOffset, 2 * length);
}
