import { expOf } from "./exp";
import { addLanes, lanesBefore, upperHalf } from "./lanes";
import { logOf } from "./log";

// A row may end inside a vector: the lanes past its end count for nothing, and what is stored there is written over by
// the next row, or is padding.

/** The largest element, NaN if any is. */
function largest(x: usize, end: usize): f32 {
  let first = f32x4.splat(-Infinity);
  let second = first;
  for (; x + 32 <= end; x += 32) {
    first = f32x4.max(first, v128.load(x));
    second = f32x4.max(second, v128.load(x, 16));
  }
  if (x + 16 <= end) {
    first = f32x4.max(first, v128.load(x));
    x += 16;
  }
  if (x < end) {
    const rest = v128.bitselect(v128.load(x), f32x4.splat(-Infinity), lanesBefore(end, x));
    second = f32x4.max(second, rest);
  }
  const most = f32x4.max(first, second);
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
}

/** Writes `e^(x - shift)` and returns the sum, in float64. */
function exponentials(x: usize, end: usize, shift: f32, out: usize): f64 {
  const by = f32x4.splat(shift);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (; x + 32 <= end; x += 32, out += 32) {
    const first = expOf(f32x4.sub(v128.load(x), by));
    const second = expOf(f32x4.sub(v128.load(x, 16), by));
    v128.store(out, first);
    v128.store(out, second, 16);
    s0 = f64x2.add(s0, f64x2.add(f64x2.promote_low_f32x4(first), f64x2.promote_low_f32x4(second)));
    const upper = upperHalf(second);
    s1 = f64x2.add(s1, f64x2.add(f64x2.promote_low_f32x4(upperHalf(first)), f64x2.promote_low_f32x4(upper)));
  }
  for (; x < end; x += 16, out += 16) {
    const rest = v128.and(expOf(f32x4.sub(v128.load(x), by)), lanesBefore(end, x));
    v128.store(out, rest);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(rest));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(upperHalf(rest)));
  }
  return addLanes(f64x2.add(s0, s1));
}

function scale(x: usize, end: usize, factor: f32, out: usize): void {
  const by = f32x4.splat(factor);
  for (; x < end; x += 16, out += 16) v128.store(out, f32x4.mul(v128.load(x), by));
}

/**
 * `e^(x - highest) / Σ e^(x - highest)` of every row of [rows, length], and of each the highest element and the sum as
 * two float64 numbers. Rows of nothing but -Infinity become `masked`. Relative error at most `3 + |x - highest|` ulp.
 */
export function softmax(x: usize, out: usize, statistics: usize, masked: f32, rows: i32, length: i32): void {
  const line = (<usize>length) << 2;
  for (let row = 0; row < rows; row++, x += line, out += line, statistics += 16) {
    const highest = largest(x, x + line);
    const total = exponentials(x, x + line, highest, out);
    scale(out, out + line, <f32>(1 / total), out);
    if (highest == -Infinity) for (let j: usize = 0; j < line; j += 4) f32.store(out + j, masked);
    f64.store(statistics, <f64>highest);
    f64.store(statistics, total, 8);
  }
}

/** `y (g - Σ g y)`, row by row. */
export function softmaxSlope(g: usize, y: usize, out: usize, rows: i32, length: i32): void {
  const line = (<usize>length) << 2;
  for (let row = 0; row < rows; row++) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    for (let j: usize = 0; j < line; j += 16) {
      let product = f32x4.mul(v128.load(g + j), v128.load(y + j));
      if (j + 16 > line) product = v128.and(product, lanesBefore(line, j));
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(product));
      s1 = f64x2.add(s1, f64x2.promote_low_f32x4(upperHalf(product)));
    }
    const total = f32x4.splat(<f32>addLanes(f64x2.add(s0, s1)));
    for (let j: usize = 0; j < line; j += 16) {
      v128.store(out + j, f32x4.mul(v128.load(y + j), f32x4.sub(v128.load(g + j), total)));
    }
    g += line;
    y += line;
    out += line;
  }
}

/** `x - highest - log Σ e^(x - highest)` of every row of [rows, length]. Error at most 3 ulp, or 1e-7 near 0. */
export function logSoftmax(x: usize, out: usize, rows: i32, length: i32): void {
  const line = (<usize>length) << 2;
  for (let row = 0; row < rows; row++, x += line, out += line) {
    const highest = largest(x, x + line);
    const total = exponentials(x, x + line, highest, out);
    // The logarithm of a sum near 1 is what float32 leaves of it.
    const rounded = <f64>(<f32>total);
    const logarithm = <f64>f32x4.extract_lane(logOf(f32x4.splat(<f32>total)), 0);
    const shift = f32x4.splat(<f32>(logarithm + (total - rounded) / rounded));
    const by = f32x4.splat(highest);
    for (let j: usize = 0; j < line; j += 16)
      v128.store(out + j, f32x4.sub(f32x4.sub(v128.load(x + j), by), shift));
  }
}

/** `g - e^y Σ g`, row by row. */
export function logSoftmaxSlope(g: usize, y: usize, out: usize, rows: i32, length: i32): void {
  const line = (<usize>length) << 2;
  for (let row = 0; row < rows; row++) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    for (let j: usize = 0; j < line; j += 16) {
      let upstream = v128.load(g + j);
      if (j + 16 > line) upstream = v128.and(upstream, lanesBefore(line, j));
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(upstream));
      s1 = f64x2.add(s1, f64x2.promote_low_f32x4(upperHalf(upstream)));
    }
    const total = f32x4.splat(<f32>addLanes(f64x2.add(s0, s1)));
    for (let j: usize = 0; j < line; j += 16) {
      v128.store(out + j, f32x4.sub(v128.load(g + j), f32x4.mul(expOf(v128.load(y + j)), total)));
    }
    g += line;
    y += line;
    out += line;
  }
}

/** `factors[row] x`, row by row. */
export function scaleRows(x: usize, factors: usize, out: usize, rows: i32, length: i32): void {
  const line = (<usize>length) << 2;
  for (let row = 0; row < rows; row++, x += line, out += line, factors += 4)
    scale(x, x + line, f32.load(factors), out);
}
