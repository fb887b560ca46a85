import { expBelow } from "./exp";
import { multiplyAdd } from "./multiply-add";
import { scaledTail } from "./normal-tail";

const C = memory.data<f32>([
  16, // beyond it the distribution function is 0 or 1
  -0.0, // the sign
  -0.5,
  1,
  0.3989422804014327, // 1 / √(2π)
]);
const UPPER = memory.data<i32>([-4096]);

/** `e^(-a²/2)` for a >= 0, with what is lost in rounding a² put right: it is magnified by the exponential. */
// @inline
function bell(a: v128): v128 {
  const square = f32x4.mul(a, a);
  const upper = v128.and(a, v128.load32_splat(UPPER));
  const lower = f32x4.sub(a, upper);
  const cross = f32x4.mul(upper, lower);
  let lost = f32x4.sub(f32x4.mul(upper, upper), square);
  lost = f32x4.add(f32x4.add(lost, f32x4.add(cross, cross)), f32x4.mul(lower, lower));
  const half = v128.load32_splat(C, 8);
  const e = expBelow(f32x4.mul(square, half));
  return multiplyAdd(f32x4.mul(lost, half), e, e);
}

/** `|x|`, at most 16. */
// @inline
function bounded(x: v128): v128 {
  return f32x4.pmin(v128.andnot(x, v128.load32_splat(C, 4)), v128.load32_splat(C));
}

// @inline
function geluOf(x: v128): v128 {
  const a = bounded(x);
  const e = bell(a);
  const tail = scaledTail(a);
  // Last times what may be subnormal.
  const below = v128.xor(f32x4.mul(f32x4.mul(a, tail), e), v128.load32_splat(C, 4));
  const above = f32x4.mul(x, f32x4.sub(v128.load32_splat(C, 12), f32x4.mul(tail, e)));
  return v128.bitselect(below, above, i32x4.shr_s(x, 31));
}

/** `Φ(x) + x φ(x)` */
// @inline
function derivative(x: v128): v128 {
  const a = bounded(x);
  const e = bell(a);
  const tail = f32x4.mul(scaledTail(a), e);
  const above = f32x4.sub(v128.load32_splat(C, 12), tail);
  const cumulative = v128.bitselect(tail, above, i32x4.shr_s(x, 31));
  const near = v128.or(a, v128.and(x, v128.load32_splat(C, 4)));
  return multiplyAdd(near, f32x4.mul(e, v128.load32_splat(C, 16)), cumulative);
}

/** `x Φ(x)` of `n` elements, rounded up to a multiple of 8. Error at most 8 ulp. */
export function gelu(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = geluOf(v128.load(x));
    const second = geluOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g (Φ(x) + x φ(x))`. */
export function geluSlope(g: usize, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16)
    v128.store(out, f32x4.mul(v128.load(g), derivative(v128.load(x))));
}
