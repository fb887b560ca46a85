import { multiplyAdd } from "./multiply-add";

// Constants are loaded from memory: V8 rebuilds a `v128.const` in every iteration, which costs a third of the time.
const C = memory.data<f32>([
  1.4426950408889634, // log2 e
  12582912, // 1.5 * 2^23: adding it rounds to an integer, found in the low bits
  -0.693359375, // -ln 2, split so that the first part times an exponent is exact
  2.12194440054690583e-4,
  // e^r = 1 + r + r² P(r) for |r| <= ln 2 / 2: Moshier, Cephes, expf.
  1.98756915e-4,
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  5.0000001201e-1,
  1,
  -104, // below: 0
  89, // above: infinity
  12582976, // 1.5 * 2^23 + 64
  5.421010862427522e-20, // 2^-64
  -80, // below: 1 less is -1
]);
const ONE = memory.data<f32>([1]);

/** `e^r - 1`, in pairs of terms, so that few steps wait for one another. */
// @inline
function lessOne(r: v128): v128 {
  const square = f32x4.mul(r, r);
  const p5 = multiplyAdd(v128.load32_splat(C, 16), r, v128.load32_splat(C, 20));
  const p3 = multiplyAdd(v128.load32_splat(C, 24), r, v128.load32_splat(C, 28));
  const p1 = multiplyAdd(v128.load32_splat(C, 32), r, v128.load32_splat(C, 36));
  const p = multiplyAdd(multiplyAdd(p5, square, p3), square, p1);
  return multiplyAdd(square, p, r);
}

// @inline
function polynomial(r: v128): v128 {
  return f32x4.add(lessOne(r), v128.load32_splat(C, 40));
}

// @inline
function remainder(x: v128, n: v128): v128 {
  const r = multiplyAdd(n, v128.load32_splat(C, 8), x);
  return multiplyAdd(n, v128.load32_splat(C, 12), r);
}

/** `2^n` for an integer n from -126 to 127, of which the low 9 bits are enough. */
// @inline
function powerOfTwo(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), v128.load32_splat(ONE));
}

/** `e^x` for -87 <= x <= 88 or NaN. */
// @inline
export function expWithin(x: v128): v128 {
  const magic = v128.load32_splat(C, 4);
  const shifted = multiplyAdd(x, v128.load32_splat(C), magic);
  const p = polynomial(remainder(x, f32x4.sub(shifted, magic)));
  return f32x4.mul(p, powerOfTwo(shifted));
}

/** `e^x` for x <= 0, subnormal numbers and 0 where they are due, NaN from NaN. */
// @inline
export function expBelow(x: v128): v128 {
  x = f32x4.pmax(x, v128.load32_splat(C, 44));
  const magic = v128.load32_splat(C, 52);
  const shifted = multiplyAdd(x, v128.load32_splat(C), magic);
  const p = polynomial(remainder(x, f32x4.sub(shifted, magic)));
  // Times 2^(n + 64), which is never subnormal, and only then times 2^-64.
  return f32x4.mul(f32x4.mul(p, powerOfTwo(shifted)), v128.load32_splat(C, 56));
}

/** `e^x - 1` for x <= 0 or NaN. */
// @inline
export function expm1Below(x: v128): v128 {
  x = f32x4.pmax(x, v128.load32_splat(C, 60));
  const magic = v128.load32_splat(C, 4);
  const shifted = multiplyAdd(x, v128.load32_splat(C), magic);
  const power = powerOfTwo(shifted);
  const rest = f32x4.sub(power, v128.load32_splat(C, 40));
  return multiplyAdd(power, lessOne(remainder(x, f32x4.sub(shifted, magic))), rest);
}

/** `e^x` everywhere: infinity, subnormal numbers and 0 where they are due, NaN from NaN. */
// @inline
export function expOf(x: v128): v128 {
  // This order of operands lets NaN through.
  x = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(C, 44)), v128.load32_splat(C, 48));
  const magic = v128.load32_splat(C, 4);
  const shifted = multiplyAdd(x, v128.load32_splat(C), magic);
  // 2^n itself overflows or is subnormal at the ends of the range: scale by its halves. `magic` has no low bits.
  const half = i32x4.shr_s(i32x4.shl(shifted, 23), 24);
  const p = f32x4.mul(polynomial(remainder(x, f32x4.sub(shifted, magic))), powerOfTwo(half));
  return f32x4.mul(p, powerOfTwo(i32x4.sub(shifted, half)));
}

/** Exponentials of `n` elements, rounded up to a multiple of 8. Error at most 1.05 ulp. */
export function exp(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = expOf(v128.load(x));
    const second = expOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g y`. */
export function expSlope(g: usize, y: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 32, y += 32, out += 32) {
    v128.store(out, f32x4.mul(v128.load(g), v128.load(y)));
    v128.store(out, f32x4.mul(v128.load(g, 16), v128.load(y, 16)), 16);
  }
}
