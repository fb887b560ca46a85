import type { MatmulKernel } from "../kernel.ts";

/** Matrix product with float64 accumulators, two rows by four columns at a time so that each load serves twice or more. */
export const matmul: MatmulKernel = (
  a,
  aOffset,
  transposeA,
  b,
  bOffset,
  transposeB,
  out,
  outOffset,
  m,
  n,
  k,
  accumulate,
) => {
  const aRow = transposeA ? 1 : k;
  const aStep = transposeA ? m : 1;
  const bColumn = transposeB ? k : 1;
  const bStep = transposeB ? 1 : n;
  const put = (i: number, j: number, value: number): void => {
    const at = outOffset + i * n + j;
    out[at] = accumulate ? out[at] + value : value;
  };
  for (let i = 0; i < m; i += 2) {
    const pair = i + 1 < m;
    for (let j = 0; j < n; j += 4) {
      let p = aOffset + i * aRow;
      let q = bOffset + j * bColumn;
      if (pair && j + 3 < n) {
        let c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0; // prettier-ignore
        for (let r = 0; r < k; r++, p += aStep, q += bStep) {
          const a0 = a[p];
          const a1 = a[p + aRow];
          const b0 = b[q];
          const b1 = b[q + bColumn];
          const b2 = b[q + 2 * bColumn];
          const b3 = b[q + 3 * bColumn];
          c00 += a0 * b0;
          c01 += a0 * b1;
          c02 += a0 * b2;
          c03 += a0 * b3;
          c10 += a1 * b0;
          c11 += a1 * b1;
          c12 += a1 * b2;
          c13 += a1 * b3;
        }
        put(i, j, c00);
        put(i, j + 1, c01);
        put(i, j + 2, c02);
        put(i, j + 3, c03);
        put(i + 1, j, c10);
        put(i + 1, j + 1, c11);
        put(i + 1, j + 2, c12);
        put(i + 1, j + 3, c13);
      } else {
        for (let ii = i; ii < Math.min(i + 2, m); ii++) {
          for (let jj = j; jj < Math.min(j + 4, n); jj++) {
            let total = 0;
            p = aOffset + ii * aRow;
            q = bOffset + jj * bColumn;
            for (let r = 0; r < k; r++, p += aStep, q += bStep) total += a[p] * b[q];
            put(ii, jj, total);
          }
        }
      }
    }
  }
};
