import type { FloatArray } from "./float-array.ts";

/** Writes a row to `data` from `start` on, `times` times. */
export function repeatRow(data: FloatArray, start: number, row: FloatArray, times: number): void {
  if (times === 0 || row.length === 0) return;
  data.set(row, start);
  const size = times * row.length;
  for (let done = row.length; done < size; done *= 2)
    data.copyWithin(start + done, start, start + Math.min(done, size - done));
}
