import type { GateKernels } from "../gate-kernels.ts";
import { stageRows } from "./stage-rows.ts";
import type { Staging } from "./staging.ts";
import { isFloat32, type Thresholds } from "./thresholds.ts";

/** Gates and their slopes behind copies in and out, row by row. */
export function stagedGates(
  staging: () => Staging | null,
  { transcendental, sumRows, simple }: Thresholds,
): GateKernels {
  const run = stageRows(staging);

  return {
    gruGates: (projected, recurrent, hidden, bias, gates, candidates, next, rows, size) =>
      rows * size >= transcendental &&
      run(
        rows,
        3,
        [projected, recurrent, hidden, gates, candidates, next],
        [3 * size, 3 * size, size, 3 * size, size, size],
        (module, [a, u, h, g, c, n, b], count) => module.gruGates(a, u, h, g, c, n, b, count, size),
        bias ?? new Float32Array(3 * size),
      ),
    gruGatesSlope: (grad, gates, candidates, hidden, gradProjected, gradRecurrent, gradHidden, rows, size) =>
      rows * size >= simple &&
      run(
        rows,
        4,
        [grad, gates, candidates, hidden, gradProjected, gradRecurrent, gradHidden],
        [size, 3 * size, size, size, 3 * size, 3 * size, size],
        (module, [d, g, c, h, a, u, before], count) =>
          module.gruGatesSlope(d, g, c, h, a, u, before, count, size),
      ),
    lstmGates: (projected, recurrent, cell, gates, output, next, rows, size) =>
      rows * size >= transcendental &&
      run(
        rows,
        3,
        [projected, recurrent, cell, gates, output, next],
        [4 * size, 4 * size, size, 3 * size, size, size],
        (module, [p, r, c, g, o, n], count) => module.lstmGates(p, r, c, g, o, n, count, size),
      ),
    lstmGatesSlope: (gradNext, gradOutput, gates, output, cell, sum, carried, rows, size) =>
      rows * size >= simple &&
      run(
        rows,
        5,
        [gradNext, gradOutput, gates, output, cell, sum, carried],
        [size, size, 3 * size, size, size, 4 * size, size],
        (module, [n, o, g, out, c, a, d], count) => module.lstmGatesSlope(n, o, g, out, c, a, d, count, size),
      ),
    lstmOutput: (output, cell, squashed, hidden) =>
      cell.length >= transcendental &&
      run(cell.length, 2, [output, cell, squashed, hidden], [1, 1, 1, 1], (module, [o, c, s, h], count) =>
        module.lstmOutput(o, c, s, h, count),
      ),
    lstmOutputSlope: (grad, output, squashed, gradOutput, gradCell) =>
      grad.length >= sumRows &&
      run(
        grad.length,
        3,
        [grad, output, squashed, gradOutput, gradCell],
        [1, 1, 1, 1, 1],
        (module, [g, o, s, go, gc], count) => module.lstmOutputSlope(g, o, s, go, gc, count),
      ),
    rnnGate(projected, recurrent, next) {
      if (next.length < transcendental) return false;
      if (!isFloat32(projected) || !isFloat32(recurrent) || !isFloat32(next)) return false;
      const staged = staging();
      staged?.map2(staged.module.rnnGate, projected, recurrent, next);
      return staged !== null;
    },
  };
}
