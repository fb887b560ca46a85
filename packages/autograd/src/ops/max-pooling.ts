import { tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { maskedFill } from "./indexing/masked-fill.ts";
import { gatherAt } from "./indexing/positions.ts";
import type { Pooling } from "./pool-spans.ts";

/**
 * The largest element of each window, the first of equals, NaN before all. A window that covers nothing but padding gives
 * -Infinity. @internal
 */
export function poolMax(x: Tensor, { planes, rows, columns, to }: Pooling): Tensor {
  const { data } = x;
  const area = rows.size * columns.size;
  const at = new Int32Array(planes * rows.starts.length * columns.starts.length);
  let isPadding: Uint8Array | null = null;
  for (let plane = 0, out = 0; plane < planes; plane++) {
    for (let i = 0; i < rows.starts.length; i++) {
      for (let j = 0; j < columns.starts.length; j++, out++) {
        let best = -1;
        for (let row = rows.starts[i]; row < rows.ends[i]; row += rows.step) {
          const line = plane * area + row * columns.size;
          for (let column = columns.starts[j]; column < columns.ends[j]; column += columns.step) {
            const value = data[line + column];
            if (best < 0 || value > data[best] || Number.isNaN(value)) best = line + column;
          }
        }
        if (best < 0) (isPadding ??= new Uint8Array(at.length))[out] = 1;
        else at[out] = best;
      }
    }
  }
  const found = gatherAt(x, { at, shape: to });
  if (isPadding === null) return found;
  return maskedFill(found, tensor(Float32Array.from(isPadding), { shape: to }), -Infinity);
}
