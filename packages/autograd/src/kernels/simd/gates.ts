import type { FloatArray } from "../float-array.ts";
import type { GateKernels } from "../gate-kernels.ts";
import type { KernelModule } from "./module.ts";
import type { Staging } from "./staging.ts";
import { isFloat32, type Thresholds } from "./thresholds.ts";

/** An array of rows, each so many times `size` elements. */
type Operand = readonly [data: FloatArray, multiple: number];
type Call = (module: KernelModule, addresses: readonly number[], rows: number) => void;

/** Gates and their slopes behind copies in and out, row by row. */
export function stagedGates(
  staging: () => Staging | null,
  { transcendental, simple }: Thresholds,
): GateKernels {
  /** Operands are inputs, then outputs; the address of `shared` follows them. */
  const run = (
    least: number,
    rows: number,
    size: number,
    inputs: readonly Operand[],
    outputs: readonly Operand[],
    call: Call,
    shared?: FloatArray,
  ): boolean => {
    if (rows * size < least || (shared !== undefined && !isFloat32(shared))) return false;
    const operands: [data: Float32Array, width: number][] = [];
    for (const [data, multiple] of [...inputs, ...outputs]) {
      if (!isFloat32(data)) return false;
      operands.push([data, multiple * size]);
    }
    const staged = staging();
    staged?.rows((addresses, n) => call(staged.module, addresses, n), operands, inputs.length, rows, shared);
    return staged !== null;
  };

  return {
    gruGates: (projected, recurrent, hidden, bias, gates, candidates, next, rows, size) =>
      run(
        transcendental,
        rows,
        size,
        [
          [projected, 3],
          [recurrent, 3],
          [hidden, 1],
        ],
        [
          [gates, 3],
          [candidates, 1],
          [next, 1],
        ],
        (module, [a, u, h, g, c, n, b], count) => module.gruGates(a, u, h, g, c, n, b, count, size),
        bias ?? new Float32Array(3 * size),
      ),
    gruGatesSlope: (grad, gates, candidates, hidden, gradProjected, gradRecurrent, gradHidden, rows, size) =>
      run(
        simple,
        rows,
        size,
        [
          [grad, 1],
          [gates, 3],
          [candidates, 1],
          [hidden, 1],
        ],
        [
          [gradProjected, 3],
          [gradRecurrent, 3],
          [gradHidden, 1],
        ],
        (module, [d, g, c, h, a, u, before], count) =>
          module.gruGatesSlope(d, g, c, h, a, u, before, count, size),
      ),
    lstmGates: (projected, recurrent, cell, gates, output, next, rows, size) =>
      run(
        transcendental,
        rows,
        size,
        [
          [projected, 4],
          [recurrent, 4],
          [cell, 1],
        ],
        [
          [gates, 3],
          [output, 1],
          [next, 1],
        ],
        (module, [p, r, c, g, o, n], count) => module.lstmGates(p, r, c, g, o, n, count, size),
      ),
    lstmGatesSlope: (gradNext, gradOutput, gates, output, cell, sum, carried, rows, size) =>
      run(
        simple,
        rows,
        size,
        [
          [gradNext, 1],
          [gradOutput, 1],
          [gates, 3],
          [output, 1],
          [cell, 1],
        ],
        [
          [sum, 4],
          [carried, 1],
        ],
        (module, [n, o, g, out, c, a, d], count) => module.lstmGatesSlope(n, o, g, out, c, a, d, count, size),
      ),
  };
}
