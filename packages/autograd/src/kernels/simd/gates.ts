import type { GateKernels } from "../gate-kernels.ts";
import { stageRows } from "./stage-rows.ts";
import type { Staging } from "./staging.ts";
import type { Thresholds } from "./thresholds.ts";

/** Gates and their slopes behind copies in and out, row by row. */
export function stagedGates(
  staging: () => Staging | null,
  { transcendental, simple }: Thresholds,
): GateKernels {
  const run = stageRows(staging);

  return {
    gruGates: (projected, recurrent, hidden, bias, gates, candidates, next, rows, size) =>
      rows * size >= transcendental &&
      run(
        rows,
        [
          [projected, 3 * size],
          [recurrent, 3 * size],
          [hidden, size],
        ],
        [
          [gates, 3 * size],
          [candidates, size],
          [next, size],
        ],
        (module, [a, u, h, g, c, n, b], count) => module.gruGates(a, u, h, g, c, n, b, count, size),
        bias ?? new Float32Array(3 * size),
      ),
    gruGatesSlope: (grad, gates, candidates, hidden, gradProjected, gradRecurrent, gradHidden, rows, size) =>
      rows * size >= simple &&
      run(
        rows,
        [
          [grad, size],
          [gates, 3 * size],
          [candidates, size],
          [hidden, size],
        ],
        [
          [gradProjected, 3 * size],
          [gradRecurrent, 3 * size],
          [gradHidden, size],
        ],
        (module, [d, g, c, h, a, u, before], count) =>
          module.gruGatesSlope(d, g, c, h, a, u, before, count, size),
      ),
    lstmGates: (projected, recurrent, cell, gates, output, next, rows, size) =>
      rows * size >= transcendental &&
      run(
        rows,
        [
          [projected, 4 * size],
          [recurrent, 4 * size],
          [cell, size],
        ],
        [
          [gates, 3 * size],
          [output, size],
          [next, size],
        ],
        (module, [p, r, c, g, o, n], count) => module.lstmGates(p, r, c, g, o, n, count, size),
      ),
    lstmGatesSlope: (gradNext, gradOutput, gates, output, cell, sum, carried, rows, size) =>
      rows * size >= simple &&
      run(
        rows,
        [
          [gradNext, size],
          [gradOutput, size],
          [gates, 3 * size],
          [output, size],
          [cell, size],
        ],
        [
          [sum, 4 * size],
          [carried, size],
        ],
        (module, [n, o, g, out, c, a, d], count) => module.lstmGatesSlope(n, o, g, out, c, a, d, count, size),
      ),
  };
}
