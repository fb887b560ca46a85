import { multiplyAdd } from "./multiply-add";

const C = memory.data<f32>([
  // log(1 + f) = f - f²/2 + f³ P(f) for sqrt(1/2) <= 1 + f < sqrt(2): Moshier, Cephes, logf.
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
  -2.12194440054690583e-4, // ln 2 in two parts: the second times an exponent is exact
  0.693359375,
  -0.5,
  1.1754943508222875e-38, // the least normal number
  8388608, // 2^23
  1,
  Infinity,
  -Infinity,
  0,
]);
const BITS = memory.data<i32>([
  0x3f3504f3, // of sqrt(1/2)
  0x007fffff, // of what is not exponent
  23,
]);

/** `log(1 + f) + e ln 2` for `sqrt(1/2) <= 1 + f < sqrt(2)`. */
// @inline
function assemble(f: v128, e: v128): v128 {
  const z = f32x4.mul(f, f);
  // In pairs of terms, so that few steps wait for one another.
  const p7 = multiplyAdd(v128.load32_splat(C, 4), f, v128.load32_splat(C, 8));
  const p5 = multiplyAdd(v128.load32_splat(C, 12), f, v128.load32_splat(C, 16));
  const p3 = multiplyAdd(v128.load32_splat(C, 20), f, v128.load32_splat(C, 24));
  const p1 = multiplyAdd(v128.load32_splat(C, 28), f, v128.load32_splat(C, 32));
  let p = multiplyAdd(multiplyAdd(v128.load32_splat(C), z, p7), z, p5);
  p = multiplyAdd(multiplyAdd(p, z, p3), z, p1);
  let y = f32x4.mul(f32x4.mul(f, z), p);
  y = multiplyAdd(e, v128.load32_splat(C, 36), y);
  y = multiplyAdd(z, v128.load32_splat(C, 44), y);
  return multiplyAdd(e, v128.load32_splat(C, 40), f32x4.add(f, y));
}

/** Natural logarithm of a normal number above 0; NaN from NaN. */
// @inline
export function logNormal(x: v128): v128 {
  const bits = i32x4.sub(x, v128.load32_splat(BITS));
  const m = i32x4.add(v128.and(bits, v128.load32_splat(BITS, 4)), v128.load32_splat(BITS));
  return assemble(f32x4.sub(m, v128.load32_splat(C, 56)), f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23)));
}

/** Natural logarithm: NaN below 0, -infinity at 0. */
// @inline
export function logOf(x: v128): v128 {
  const tiny = f32x4.lt(x, v128.load32_splat(C, 48));
  const normal = v128.bitselect(f32x4.mul(x, v128.load32_splat(C, 52)), x, tiny);
  // Subtracting the bits of sqrt(1/2) leaves the exponent that brings the rest into [sqrt(1/2), sqrt(2)).
  const bits = i32x4.sub(normal, v128.load32_splat(BITS));
  const exponent = i32x4.sub(i32x4.shr_s(bits, 23), v128.and(tiny, v128.load32_splat(BITS, 8)));
  const e = f32x4.convert_i32x4_s(exponent);
  const m = i32x4.add(v128.and(bits, v128.load32_splat(BITS, 4)), v128.load32_splat(BITS));
  let y = assemble(f32x4.sub(m, v128.load32_splat(C, 56)), e);
  // x + x: infinity and NaN as they came.
  y = v128.bitselect(y, f32x4.add(x, x), f32x4.lt(x, v128.load32_splat(C, 60)));
  y = v128.bitselect(v128.load32_splat(C, 64), y, f32x4.eq(x, v128.load32_splat(C, 68)));
  return v128.or(y, f32x4.lt(x, v128.load32_splat(C, 68)));
}

/** Natural logarithms of `n` elements, rounded up to a multiple of 8. Error at most 0.8 ulp. */
export function log(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = logOf(v128.load(x));
    const second = logOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g / x`. */
export function logSlope(g: usize, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 32, x += 32, out += 32) {
    v128.store(out, f32x4.div(v128.load(g), v128.load(x)));
    v128.store(out, f32x4.div(v128.load(g, 16), v128.load(x, 16)), 16);
  }
}
