import { addLanes, lanesBefore, upperHalf } from "./lanes";
import { multiplyAdd } from "./multiply-add";

// Sums are float64 as in the plain loops. A mean is taken off in two float32 parts, so that elements keep the digits by
// which they differ. The lanes past a row's end are as in softmax.

/** `x - center`, the center in two parts. */
// @inline
function centeredAt(x: usize, upper: v128, lower: v128): v128 {
  return f32x4.sub(f32x4.sub(v128.load(x), upper), lower);
}

function mean(x: usize, line: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (let j: usize = 0; j < line; j += 16) {
    let value = v128.load(x + j);
    if (j + 16 > line) value = v128.and(value, lanesBefore(line, j));
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(value));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(upperHalf(value)));
  }
  return addLanes(f64x2.add(s0, s1)) / <f64>(line >> 2);
}

function meanSquare(x: usize, line: usize, upper: v128, lower: v128): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (let j: usize = 0; j < line; j += 16) {
    let value = centeredAt(x + j, upper, lower);
    if (j + 16 > line) value = v128.and(value, lanesBefore(line, j));
    const low = f64x2.promote_low_f32x4(value);
    const high = f64x2.promote_low_f32x4(upperHalf(value));
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
  }
  return addLanes(f64x2.add(s0, s1)) / <f64>(line >> 2);
}

/**
 * `(x - center) inverse · scale + shift` of every row of [rows, width], with the row's mean as `center`, or 0 if not
 * `centered`, and `inverse = 1 / √(mean (x - center)² + eps)`. `affine` holds scale and then shift; `statistics` gets center
 * and inverse as two float64 numbers a row.
 */
export function normalize(
  x: usize,
  out: usize,
  statistics: usize,
  affine: usize,
  rows: i32,
  width: i32,
  eps: f64,
  centered: bool,
): void {
  const line = (<usize>width) << 2;
  for (let row = 0; row < rows; row++, x += line, out += line, statistics += 16) {
    const center = centered ? mean(x, line) : 0;
    const upper = f32x4.splat(<f32>center);
    const lower = f32x4.splat(<f32>(center - <f64>(<f32>center)));
    const inverse = 1 / Math.sqrt(meanSquare(x, line, upper, lower) + eps);
    const by = f32x4.splat(<f32>inverse);
    for (let j: usize = 0; j < line; j += 16) {
      const normalized = f32x4.mul(centeredAt(x + j, upper, lower), by);
      const shift = v128.load(affine + line + j);
      v128.store(out + j, multiplyAdd(normalized, v128.load(affine + j), shift));
    }
    f64.store(statistics, center);
    f64.store(statistics, inverse, 8);
  }
}

/**
 * From the gradient `g` of the rows, that of x: with `n` the normalized x and `d = g · scale`,
 * `inverse (d - mean d - n mean d n)`, without the first mean if not `centered`. `products` gets `g n`.
 */
export function normalizeSlope(
  g: usize,
  x: usize,
  statistics: usize,
  gradX: usize,
  products: usize,
  scale: usize,
  rows: i32,
  width: i32,
  centered: bool,
): void {
  const line = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const center = f64.load(statistics);
    const upper = f32x4.splat(<f32>center);
    const lower = f32x4.splat(<f32>(center - <f64>(<f32>center)));
    const by = f32x4.splat(<f32>f64.load(statistics, 8));
    let d0 = f64x2.splat(0);
    let d1 = d0;
    let n0 = d0;
    let n1 = d0;
    for (let j: usize = 0; j < line; j += 16) {
      const normalized = f32x4.mul(centeredAt(x + j, upper, lower), by);
      const upstream = v128.load(g + j);
      v128.store(products + j, f32x4.mul(upstream, normalized));
      let d = f32x4.mul(upstream, v128.load(scale + j));
      let along = f32x4.mul(d, normalized);
      if (j + 16 > line) {
        const live = lanesBefore(line, j);
        d = v128.and(d, live);
        along = v128.and(along, live);
      }
      d0 = f64x2.add(d0, f64x2.promote_low_f32x4(d));
      d1 = f64x2.add(d1, f64x2.promote_low_f32x4(upperHalf(d)));
      n0 = f64x2.add(n0, f64x2.promote_low_f32x4(along));
      n1 = f64x2.add(n1, f64x2.promote_low_f32x4(upperHalf(along)));
    }
    const meanD = f32x4.splat(centered ? <f32>(addLanes(f64x2.add(d0, d1)) / <f64>width) : 0);
    const meanN = f32x4.splat(<f32>(addLanes(f64x2.add(n0, n1)) / <f64>width));
    for (let j: usize = 0; j < line; j += 16) {
      const normalized = f32x4.mul(centeredAt(x + j, upper, lower), by);
      const d = f32x4.sub(f32x4.mul(v128.load(g + j), v128.load(scale + j)), meanD);
      v128.store(gradX + j, f32x4.mul(by, f32x4.sub(d, f32x4.mul(normalized, meanN))));
    }
    g += line;
    x += line;
    statistics += 16;
    gradX += line;
    products += line;
  }
}
