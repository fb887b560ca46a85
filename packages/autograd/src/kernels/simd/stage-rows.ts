import type { FloatArray } from "../float-array.ts";
import type { KernelModule } from "./module.ts";
import type { RowOperand, Staging } from "./staging.ts";
import { isFloat32 } from "./thresholds.ts";

/** An array of rows, null for one that only the kernel sees, and the number of elements in each. */
export type Rows = readonly [data: FloatArray | null, width: number];

/** Calls a kernel on some of the rows: the addresses of inputs, outputs and what all rows share, in this order. */
export type RowCall = (module: KernelModule, addresses: readonly number[], rows: number) => void;

/** Runs a kernel row by row behind copies in and out; false if it is left to the plain loop. */
export type StageRows = (
  rows: number,
  inputs: readonly Rows[],
  outputs: readonly Rows[],
  call: RowCall,
  shared?: FloatArray,
) => boolean;

export function stageRows(staging: () => Staging | null): StageRows {
  return (rows, inputs, outputs, call, shared) => {
    if (shared !== undefined && !isFloat32(shared)) return false;
    const operands: RowOperand[] = [];
    for (const [data, width] of [...inputs, ...outputs]) {
      if (data !== null && !isFloat32(data)) return false;
      operands.push([data, width]);
    }
    const staged = staging();
    staged?.rows((addresses, n) => call(staged.module, addresses, n), operands, inputs.length, rows, shared);
    return staged !== null;
  };
}
