import type { FloatArray } from "../float-array.ts";
import { scratchBytes } from "./arena.ts";
import type { KernelModule } from "./module.ts";
import { CHUNK, type Staging } from "./staging.ts";
import { isFloat32 } from "./thresholds.ts";

/** Calls a kernel on some of the rows: the addresses of its arrays, and of what all rows share. */
export type RowCall = (module: KernelModule, addresses: readonly number[], rows: number) => void;

/**
 * Runs a kernel on as many rows at a time as fit a chunk, behind copies in and out: `arrays[i]` has `widths[i]` elements a
 * row, the first `inputs` are read, the others written; null is room that only the kernel sees. False if it is left to
 * the plain loop.
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
    if (arrays.every((data) => data === null || data.length === 0)) return true;
    const staged = staging();
    if (staged === null) return false;
    const { arena, module } = staged;
    const atOnce = Math.min(rows, Math.max(1, Math.floor(CHUNK / Math.max(1, ...widths))));
    // Kernels run past the end of a row.
    const room = widths.map((width) => atOnce * width + 8);
    if (shared !== null) room.push(shared.length + 8);
    arena.reserve(room.reduce((bytes, elements) => bytes + scratchBytes(elements), 0));
    const at = room.map((elements) => arena.take(elements));
    if (shared !== null) arena.copyIn(at[widths.length], shared, 0, shared.length);
    for (let row = 0; row < rows; row += atOnce) {
      const live = Math.min(atOnce, rows - row);
      for (let i = 0; i < inputs; i++) {
        const data = arrays[i];
        if (data !== null) arena.copyIn(at[i], data, row * widths[i], live * widths[i]);
      }
      call(module, at, live);
      for (let i = inputs; i < widths.length; i++) {
        const data = arrays[i];
        if (data !== null) arena.copyOut(at[i], data, row * widths[i], live * widths[i]);
      }
    }
    return true;
  };
}

function areStaged(arrays: readonly (FloatArray | null)[]): arrays is (Float32Array | null)[] {
  for (let i = 0; i < arrays.length; i++) if (!isStaged(arrays[i])) return false;
  return true;
}

function isStaged(array: FloatArray | null): array is Float32Array | null {
  return array === null || isFloat32(array);
}
