import { expWithin } from "./exp";
import { multiplyAdd } from "./multiply-add";

const C = memory.data<f32>([
  -174, // below: 0
  174,
  -0.5,
  1,
  -0.0, // the sign
]);

/** `e^(-|x|/2)` for |x| <= 174: its square may be subnormal, itself it is not. */
// @inline
function halfway(x: v128): v128 {
  return expWithin(f32x4.mul(v128.andnot(x, v128.load32_splat(C, 16)), v128.load32_splat(C, 8)));
}

// @inline
function siluOf(x: v128): v128 {
  const above = f32x4.pmax(x, v128.load32_splat(C));
  const h = halfway(f32x4.pmin(above, v128.load32_splat(C, 4)));
  // x e^x in two steps, so that x meets no subnormal number.
  const below = f32x4.mul(f32x4.mul(above, h), h);
  const numerator = v128.bitselect(below, above, i32x4.shr_s(x, 31));
  return f32x4.div(numerator, multiplyAdd(h, h, v128.load32_splat(C, 12)));
}

/** `y (1 + x (1 - y))` with `y = σ(x)`. */
// @inline
function derivative(x: v128): v128 {
  const near = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(C)), v128.load32_splat(C, 4));
  const h = halfway(near);
  const one = v128.load32_splat(C, 12);
  const e = f32x4.mul(h, h);
  const larger = f32x4.div(one, f32x4.add(e, one));
  const smaller = f32x4.mul(larger, e);
  const isBelow = i32x4.shr_s(x, 31);
  const y = v128.bitselect(smaller, larger, isBelow);
  const rest = v128.bitselect(larger, smaller, isBelow);
  return f32x4.mul(y, multiplyAdd(near, rest, one));
}

/** `x σ(x)` of `n` elements, rounded up to a multiple of 8. Error at most 5 ulp. */
export function silu(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = siluOf(v128.load(x));
    const second = siluOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g` times the derivative at x. */
export function siluSlope(g: usize, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16)
    v128.store(out, f32x4.mul(v128.load(g), derivative(v128.load(x))));
}
