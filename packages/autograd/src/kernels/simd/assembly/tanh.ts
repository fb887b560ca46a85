import { expWithin } from "./exp";
import { multiplyAdd } from "./multiply-add";

const C = memory.data<f32>([
  // tanh x = x + x³ P(x²) for |x| < 0.625: Moshier, Cephes, tanhf.
  -5.70498872745e-3,
  2.06390887954e-2,
  -5.37397155531e-2,
  1.33314422036e-1,
  -3.33332819422e-1,
  0.625, // where 1 - 2 / (e^2x + 1) takes over
  20, // 1 to the last bit from 9.1 on
  1,
  2,
  -0.0, // the sign
]);

/** Hyperbolic tangent: an odd polynomial near 0, where `1 - 2 / (e^2x + 1)` would cancel. */
// @inline
export function tanhOf(x: v128): v128 {
  const sign = v128.and(x, v128.load32_splat(C, 36));
  const a = v128.xor(x, sign);
  const z = f32x4.mul(x, x);
  const p3 = multiplyAdd(v128.load32_splat(C, 4), z, v128.load32_splat(C, 8));
  const p1 = multiplyAdd(v128.load32_splat(C, 12), z, v128.load32_splat(C, 16));
  const square = f32x4.mul(z, z);
  const p = multiplyAdd(multiplyAdd(v128.load32_splat(C), square, p3), square, p1);
  const near = multiplyAdd(f32x4.mul(a, z), p, a);
  const bounded = f32x4.pmin(a, v128.load32_splat(C, 24));
  const e = expWithin(f32x4.add(bounded, bounded));
  const one = v128.load32_splat(C, 28);
  const far = f32x4.sub(one, f32x4.div(v128.load32_splat(C, 32), f32x4.add(e, one)));
  const magnitude = v128.bitselect(near, far, f32x4.lt(a, v128.load32_splat(C, 20)));
  return v128.or(magnitude, sign);
}

/** Hyperbolic tangents of `n` elements, rounded up to a multiple of 8. Error at most 1.3 ulp; the sign of 0 stays. */
export function tanh(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = tanhOf(v128.load(x));
    const second = tanhOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g (1 - y²)`. */
export function tanhSlope(g: usize, y: usize, out: usize, n: i32): void {
  const one = v128.load32_splat(C, 28);
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 32, y += 32, out += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    // (1 - y)(1 + y) keeps its digits as y approaches ±1; 1 - y² does not.
    const s0 = f32x4.mul(f32x4.sub(one, y0), f32x4.add(one, y0));
    const s1 = f32x4.mul(f32x4.sub(one, y1), f32x4.add(one, y1));
    v128.store(out, f32x4.mul(v128.load(g), s0));
    v128.store(out, f32x4.mul(v128.load(g, 16), s1), 16);
  }
}
