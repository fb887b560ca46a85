/** Adds to `totals[i]`, float64, the sum of row i of `x[rows, length]`. Four sums of two lanes run side by side. */
export function addRowSums(x: usize, totals: usize, rows: i32, length: i32): void {
  for (let i = 0; i < rows; i++) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let r = 0;
    for (; r + 7 < length; r += 8, x += 32) {
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(v128.load64_zero(x)));
      s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(v128.load64_zero(x, 16)));
      s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.load64_zero(x, 24)));
    }
    const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
    let total = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
    for (; r < length; r++, x += 4) total += <f64>f32.load(x);
    f64.store(totals, f64.load(totals) + total);
    totals += 8;
  }
}

/** Adds to `totals[j]`, float64, the sum of column j of `x[rows, columns]`. Eight columns at a time. */
export function addColumnSums(x: usize, totals: usize, rows: i32, columns: i32): void {
  const line = (<usize>columns) << 2;
  let j = 0;
  for (; j + 7 < columns; j += 8, totals += 64) {
    let from = x + ((<usize>j) << 2);
    let s0 = v128.load(totals);
    let s1 = v128.load(totals, 16);
    let s2 = v128.load(totals, 32);
    let s3 = v128.load(totals, 48);
    for (let i = 0; i < rows; i++, from += line) {
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(v128.load64_zero(from)));
      s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.load64_zero(from, 8)));
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(v128.load64_zero(from, 16)));
      s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.load64_zero(from, 24)));
    }
    v128.store(totals, s0);
    v128.store(totals, s1, 16);
    v128.store(totals, s2, 32);
    v128.store(totals, s3, 48);
  }
  for (; j < columns; j++, totals += 8) {
    let from = x + ((<usize>j) << 2);
    let total = f64.load(totals);
    for (let i = 0; i < rows; i++, from += line) total += <f64>f32.load(from);
    f64.store(totals, total);
  }
}

/** The sum of the squares of `n` elements, in float64: no float32 number's square overflows or vanishes there. */
export function sumOfSquares(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let i = 0;
  for (; i + 3 < n; i += 4, x += 16) {
    const lower = f64x2.promote_low_f32x4(v128.load64_zero(x));
    const upper = f64x2.promote_low_f32x4(v128.load64_zero(x, 8));
    s0 = f64x2.add(s0, f64x2.mul(lower, lower));
    s1 = f64x2.add(s1, f64x2.mul(upper, upper));
  }
  const s = f64x2.add(s0, s1);
  let total = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (; i < n; i++, x += 4) total += <f64>f32.load(x) * <f64>f32.load(x);
  return total;
}
