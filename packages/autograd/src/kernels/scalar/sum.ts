import type { SumKernel } from "../kernel.ts";

/** Sums in float64 whatever the storage, so that 1e7 float32 elements lose nothing. */
export const sum: SumKernel = (x, out, outer, length, inner) => {
  if (inner === 1) {
    for (let i = 0; i < outer; i++) {
      let total = 0;
      const start = i * length;
      for (let r = 0; r < length; r++) total += x[start + r];
      out[i] = total;
    }
    return;
  }
  const totals = new Float64Array(inner);
  for (let i = 0; i < outer; i++) {
    totals.fill(0);
    for (let r = 0; r < length; r++) {
      const start = (i * length + r) * inner;
      for (let j = 0; j < inner; j++) totals[j] += x[start + j];
    }
    out.set(totals, i * inner);
  }
};
