import type { FloatArray } from "../float-array.ts";
import type { KernelModule } from "./module.ts";
import type { Staging } from "./staging.ts";
import { isFloat32 } from "./thresholds.ts";

/** Calls a kernel on some of the rows: the addresses of its arrays, and of what all rows share. */
export type RowCall = (module: KernelModule, addresses: readonly number[], rows: number) => void;

/**
 * Runs a kernel row by row behind copies in and out: `arrays[i]` has `widths[i]` elements a row, the first `inputs` are
 * read, the others written; null is room that only the kernel sees. False if it is left to the plain loop.
 */
export type StageRows = (
  rows: number,
  inputs: number,
  arrays: readonly (FloatArray | null)[],
  widths: readonly number[],
  call: RowCall,
  shared?: FloatArray | null,
) => boolean;

export function stageRows(staging: () => Staging | null): StageRows {
  return (rows, inputs, arrays, widths, call, shared = null) => {
    if (!areStaged(arrays) || !isStaged(shared)) return false;
    const staged = staging();
    staged?.rows(call, arrays, widths, inputs, rows, shared);
    return staged !== null;
  };
}

function areStaged(arrays: readonly (FloatArray | null)[]): arrays is (Float32Array | null)[] {
  for (let i = 0; i < arrays.length; i++) if (!isStaged(arrays[i])) return false;
  return true;
}

function isStaged(array: FloatArray | null): array is Float32Array | null {
  return array === null || isFloat32(array);
}
