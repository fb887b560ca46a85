import { tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { maskedFill } from "./indexing/masked-fill.ts";
import { gatherAt } from "./indexing/positions.ts";
import type { Pooling } from "./pool-spans.ts";
import type { ValuesAndIndices } from "./reductions/running-extrema.ts";

/**
 * The largest element of each window, the first of equals, NaN before all. A window that covers nothing but padding gives
 * -Infinity. @internal
 */
export function poolMax(x: Tensor, plan: Pooling): Tensor {
  return valuesAt(x, plan, placesOf(x, plan));
}

/** {@link poolMax}, and where in its plane each element lay, in reading order; 0 for padding. @internal */
export function poolMaxAt(x: Tensor, plan: Pooling): ValuesAndIndices {
  const places = placesOf(x, plan);
  const area = plan.rows.size * plan.columns.size;
  return { values: valuesAt(x, plan, places), indices: places.at.map((place) => place % area) };
}

interface Places {
  /** Where in the data each window's largest element is. */
  readonly at: Int32Array;
  /** 1 for each window that meets nothing; null if there is none. */
  readonly isPadding: Uint8Array | null;
}

function valuesAt(x: Tensor, { to }: Pooling, { at, isPadding }: Places): Tensor {
  const found = gatherAt(x, { at, shape: to });
  if (isPadding === null) return found;
  return maskedFill(found, tensor(Float32Array.from(isPadding), { shape: to }), -Infinity);
}

function placesOf(x: Tensor, { planes, rows, columns }: Pooling): Places {
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
  return { at, isPadding };
}
