import { multiplyAdd } from "./multiply-add";

// Each element of the matrix is used once: packing would cost more than it saves.

/** So many products are added up in float32, one lane's; more are in blocks of as many, these in float64. */
const DEPTH: i32 = 256;
/** Columns whose blocks are added up at a time. */
const WIDTH: i32 = 64;
const block = memory.data(WIDTH << 2, 16);
const totals = memory.data(WIDTH << 3, 16);

/**
 * `out[n] = x[k] b[k, n]`, or added to `out` if `accumulate`; `b` is stored [n, k] if `transposed`. All operands are
 * byte addresses.
 */
export function vectorMatrix(
  x: usize,
  b: usize,
  transposed: bool,
  out: usize,
  n: i32,
  k: i32,
  accumulate: bool,
): void {
  if (!accumulate) memory.fill(out, 0, (<usize>n) << 2);
  const line = (<usize>(transposed ? k : n)) << 2;
  // Dot products have four lanes.
  const depth = transposed ? 4 * DEPTH : DEPTH;
  if (k <= depth) return addProducts(x, b, line, transposed, out, n, k);
  const column = transposed ? line : 4;
  const step = <usize>depth * (transposed ? 4 : line);
  for (let j = 0; j < n; j += WIDTH) {
    const columns = min(WIDTH, n - j);
    memory.fill(totals, 0, WIDTH << 3);
    let from = b + <usize>j * column;
    for (let p = 0; p < k; p += depth, from += step) {
      memory.fill(block, 0, (<usize>columns) << 2);
      addProducts(x + ((<usize>p) << 2), from, line, transposed, block, columns, min(depth, k - p));
      for (let i: usize = 0; i < (<usize>columns) << 2; i += 8) {
        const at = totals + (i << 1);
        v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(v128.load64_zero(block + i))));
      }
    }
    for (let i = 0; i < columns; i++, out += 4)
      f32.store(out, <f32>(<f64>f32.load(out) + f64.load(totals + ((<usize>i) << 3))));
  }
}

function addProducts(x: usize, b: usize, line: usize, transposed: bool, out: usize, n: i32, k: i32): void {
  if (transposed) dots(x, b, line, out, n, k);
  else combination(x, b, line, out, n, k);
}

/** Adds the rows of `b[k, n]`, `line` bytes apart, times `x`, to `out`: 32 columns at a time in registers, then 4, then 1. */
function combination(x: usize, b: usize, line: usize, out: usize, n: i32, k: i32): void {
  const end = x + ((<usize>k) << 2);
  let j = 0;
  for (; j + 31 < n; j += 32, b += 128, out += 128) {
    let c0 = v128.load(out);
    let c1 = v128.load(out, 16);
    let c2 = v128.load(out, 32);
    let c3 = v128.load(out, 48);
    let c4 = v128.load(out, 64);
    let c5 = v128.load(out, 80);
    let c6 = v128.load(out, 96);
    let c7 = v128.load(out, 112);
    for (let p = x, q = b; p < end; p += 4, q += line) {
      const a = v128.load32_splat(p);
      c0 = multiplyAdd(a, v128.load(q), c0);
      c1 = multiplyAdd(a, v128.load(q, 16), c1);
      c2 = multiplyAdd(a, v128.load(q, 32), c2);
      c3 = multiplyAdd(a, v128.load(q, 48), c3);
      c4 = multiplyAdd(a, v128.load(q, 64), c4);
      c5 = multiplyAdd(a, v128.load(q, 80), c5);
      c6 = multiplyAdd(a, v128.load(q, 96), c6);
      c7 = multiplyAdd(a, v128.load(q, 112), c7);
    }
    v128.store(out, c0);
    v128.store(out, c1, 16);
    v128.store(out, c2, 32);
    v128.store(out, c3, 48);
    v128.store(out, c4, 64);
    v128.store(out, c5, 80);
    v128.store(out, c6, 96);
    v128.store(out, c7, 112);
  }
  for (; j + 3 < n; j += 4, b += 16, out += 16) {
    let c = v128.load(out);
    for (let p = x, q = b; p < end; p += 4, q += line) {
      c = multiplyAdd(v128.load32_splat(p), v128.load(q), c);
    }
    v128.store(out, c);
  }
  for (; j < n; j++, b += 4, out += 4) {
    let c = f32.load(out);
    for (let p = x, q = b; p < end; p += 4, q += line) c += f32.load(p) * f32.load(q);
    f32.store(out, c);
  }
}

/** Adds the products of `x` with each row of `b[n, k]`, `line` bytes apart, to `out`, four rows side by side. */
function dots(x: usize, b: usize, line: usize, out: usize, n: i32, k: i32): void {
  const end = (<usize>k) << 2;
  const whole = (<usize>(k & ~3)) << 2;
  let j = 0;
  for (; j + 3 < n; j += 4, b += 4 * line, out += 16) {
    let c0 = f32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let q = b;
    for (let p: usize = 0; p < whole; p += 16, q += 16) {
      const a = v128.load(x + p);
      c0 = multiplyAdd(a, v128.load(q), c0);
      c1 = multiplyAdd(a, v128.load(q + line), c1);
      c2 = multiplyAdd(a, v128.load(q + 2 * line), c2);
      c3 = multiplyAdd(a, v128.load(q + 3 * line), c3);
    }
    const even = f32x4.add(v128.shuffle<f32>(c0, c1, 0, 4, 1, 5), v128.shuffle<f32>(c0, c1, 2, 6, 3, 7));
    const odd = f32x4.add(v128.shuffle<f32>(c2, c3, 0, 4, 1, 5), v128.shuffle<f32>(c2, c3, 2, 6, 3, 7));
    let c = f32x4.add(v128.shuffle<f32>(even, odd, 0, 1, 4, 5), v128.shuffle<f32>(even, odd, 2, 3, 6, 7));
    for (let p = whole; p < end; p += 4, q += 4) {
      let column = v128.load32_zero(q);
      column = v128.load_lane<f32>(q + line, column, 1);
      column = v128.load_lane<f32>(q + 2 * line, column, 2);
      column = v128.load_lane<f32>(q + 3 * line, column, 3);
      c = multiplyAdd(v128.load32_splat(x + p), column, c);
    }
    v128.store(out, f32x4.add(v128.load(out), c));
  }
  for (; j < n; j++, b += line, out += 4) f32.store(out, f32.load(out) + dot(x, b, end));
}

/** The sum of the products of two rows of `bytes`, sixteen side by side. */
function dot(x: usize, b: usize, bytes: usize): f32 {
  let p: usize = 0;
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  for (; p + 63 < bytes; p += 64) {
    c0 = multiplyAdd(v128.load(x + p), v128.load(b + p), c0);
    c1 = multiplyAdd(v128.load(x + p, 16), v128.load(b + p, 16), c1);
    c2 = multiplyAdd(v128.load(x + p, 32), v128.load(b + p, 32), c2);
    c3 = multiplyAdd(v128.load(x + p, 48), v128.load(b + p, 48), c3);
  }
  const lanes = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  const pair = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 2, 3));
  let c = f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1);
  for (; p < bytes; p += 4) c += f32.load(x + p) * f32.load(b + p);
  return c;
}
