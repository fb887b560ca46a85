import { multiplyAdd } from "./multiply-add";
import { pack } from "./pack";

// After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008: panels of A and B are packed
// so that the innermost loop reads both straight through, in blocks that stay in cache. The innermost loop is not
// unrolled and lies in one function with those around it: both were measured, on two versions of V8.

const KC: i32 = 384;
const MC: i32 = 96;
const NC: i32 = 512;

/** Bytes of workspace that `matmul` wants for its packed blocks. */
export function matmulWorkspace(): i32 {
  return (KC * MC + KC * NC + 32) * 4;
}

/**
 * `out[m, n] = a[m, k] b[k, n]`, or added to `out` if `accumulate`. `a` is stored [k, m] if `transposeA`, `b` [n, k] if
 * `transposeB`. All arguments are byte addresses; `work` is `matmulWorkspace()` bytes, aligned to 16. If `packed` is not 0,
 * `b` is not read: `packRight` has left it there. Of the sum over `k`, only the terms from `first` to `last` are added.
 */
export function matmul(
  a: usize,
  transposeA: bool,
  b: usize,
  transposeB: bool,
  out: usize,
  m: i32,
  n: i32,
  k: i32,
  first: i32,
  last: i32,
  accumulate: bool,
  work: usize,
  packed: usize,
): void {
  const aRow: usize = transposeA ? 4 : (<usize>k) << 2;
  const aStep: usize = transposeA ? (<usize>m) << 2 : 4;
  const bColumn: usize = transposeB ? (<usize>k) << 2 : 4;
  const bStep: usize = transposeB ? 4 : (<usize>n) << 2;
  const ld = (<usize>n) << 2;
  const aBlock = work;
  const ownBlock = work + KC * MC * 4;
  const tile = ownBlock + KC * NC * 4;
  for (let j0 = 0; j0 < n; j0 += NC) {
    const columns = min(NC, n - j0);
    for (let k0 = first; k0 < last; k0 += KC) {
      const depth = min(KC, last - k0);
      const add = accumulate || k0 > first;
      const bBlock = packed == 0 ? ownBlock : packed + blockOffset(j0, k0, columns, k);
      if (packed == 0)
        packBlock(b + <usize>j0 * bColumn + <usize>k0 * bStep, bColumn, bStep, columns, depth, bBlock);
      for (let i0 = 0; i0 < m; i0 += MC) {
        const rows = min(MC, m - i0);
        for (let i = 0; i < rows; i += 4) {
          const from = a + <usize>(i0 + i) * aRow + <usize>k0 * aStep;
          pack(from, aRow, aStep, min(4, rows - i), depth, 4, aBlock + ((<usize>i * depth) << 2));
        }
        for (let j = 0; j < columns; j += 8) {
          for (let i = 0; i < rows; i += 4) {
            let p = aBlock + ((<usize>i * depth) << 2);
            let q = bBlock + ((<usize>j * depth) << 2);
            let c00 = f32x4.splat(0);
            let c01 = c00;
            let c10 = c00;
            let c11 = c00;
            let c20 = c00;
            let c21 = c00;
            let c30 = c00;
            let c31 = c00;
            const end = p + ((<usize>depth) << 4);
            while (p < end) {
              const b0 = v128.load(q);
              const b1 = v128.load(q, 16);
              const a0 = v128.load32_splat(p);
              c00 = multiplyAdd(a0, b0, c00);
              c01 = multiplyAdd(a0, b1, c01);
              const a1 = v128.load32_splat(p, 4);
              c10 = multiplyAdd(a1, b0, c10);
              c11 = multiplyAdd(a1, b1, c11);
              const a2 = v128.load32_splat(p, 8);
              c20 = multiplyAdd(a2, b0, c20);
              c21 = multiplyAdd(a2, b1, c21);
              const a3 = v128.load32_splat(p, 12);
              c30 = multiplyAdd(a3, b0, c30);
              c31 = multiplyAdd(a3, b1, c31);
              p += 16;
              q += 32;
            }
            const c = out + <usize>(i0 + i) * ld + ((<usize>(j0 + j)) << 2);
            if (i + 3 < rows && j + 7 < columns) {
              const d = c + ld;
              const e = d + ld;
              const f = e + ld;
              if (add) {
                c00 = f32x4.add(c00, v128.load(c));
                c01 = f32x4.add(c01, v128.load(c, 16));
                c10 = f32x4.add(c10, v128.load(d));
                c11 = f32x4.add(c11, v128.load(d, 16));
                c20 = f32x4.add(c20, v128.load(e));
                c21 = f32x4.add(c21, v128.load(e, 16));
                c30 = f32x4.add(c30, v128.load(f));
                c31 = f32x4.add(c31, v128.load(f, 16));
              }
              v128.store(c, c00);
              v128.store(c, c01, 16);
              v128.store(d, c10);
              v128.store(d, c11, 16);
              v128.store(e, c20);
              v128.store(e, c21, 16);
              v128.store(f, c30);
              v128.store(f, c31, 16);
            } else {
              v128.store(tile, c00);
              v128.store(tile, c01, 16);
              v128.store(tile, c10, 32);
              v128.store(tile, c11, 48);
              v128.store(tile, c20, 64);
              v128.store(tile, c21, 80);
              v128.store(tile, c30, 96);
              v128.store(tile, c31, 112);
              copyLive(tile, c, ld, min(4, rows - i), min(8, columns - j), add);
            }
          }
        }
      }
    }
  }
}

/** Packs all of `b` into `to`, `k` times `n` rounded up to whole panels of 8, block after block as `matmul` reads them. */
export function packRight(b: usize, transposeB: bool, n: i32, k: i32, to: usize): void {
  const bColumn: usize = transposeB ? (<usize>k) << 2 : 4;
  const bStep: usize = transposeB ? 4 : (<usize>n) << 2;
  for (let j0 = 0; j0 < n; j0 += NC) {
    const columns = min(NC, n - j0);
    for (let k0 = 0; k0 < k; k0 += KC) {
      const from = b + <usize>j0 * bColumn + <usize>k0 * bStep;
      packBlock(from, bColumn, bStep, columns, min(KC, k - k0), to + blockOffset(j0, k0, columns, k));
    }
  }
}

/** Where the block of columns from `j0` and rows from `k0` starts among all that are packed. */
// @inline
function blockOffset(j0: i32, k0: i32, columns: i32, k: i32): usize {
  return (<usize>j0 * k + <usize>k0 * ((columns + 7) & ~7)) << 2;
}

/** Packs a block of `b` into panels of 8 columns. */
function packBlock(from: usize, bColumn: usize, bStep: usize, columns: i32, depth: i32, to: usize): void {
  for (let j = 0; j < columns; j += 8) {
    pack(
      from + <usize>j * bColumn,
      bColumn,
      bStep,
      min(8, columns - j),
      depth,
      8,
      to + ((<usize>j * depth) << 2),
    );
  }
}

/** The part of a tile that lies inside the matrix. */
function copyLive(tile: usize, out: usize, ld: usize, rows: i32, columns: i32, add: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = out + <usize>i * ld + ((<usize>j) << 2);
      const value = f32.load(tile + ((<usize>i) << 5) + ((<usize>j) << 2));
      f32.store(at, add ? f32.load(at) + value : value);
    }
  }
}
