import { expBelow } from "./exp";
import { multiplyAdd } from "./multiply-add";
import { sigmoidOf } from "./sigmoid";

// x/2 (1 + tanh u) is x σ(2u).
const C = memory.data<f32>([
  -16, // beyond it the logistic function is 0
  16,
  1.5957691216057308, // 2 √(2/π)
  0.07135481282614128, // that times 0.044715
  0.21406443847842384, // that times 3
  1,
  -0.0, // the sign
]);

/** `2 √(2/π) (x + 0.044715 x³)`. */
// @inline
function argument(x: v128): v128 {
  const square = f32x4.mul(x, x);
  return f32x4.mul(x, multiplyAdd(square, v128.load32_splat(C, 12), v128.load32_splat(C, 8)));
}

// @inline
function geluTanhOf(x: v128): v128 {
  const above = f32x4.pmax(x, v128.load32_splat(C));
  return f32x4.mul(above, sigmoidOf(argument(f32x4.pmin(above, v128.load32_splat(C, 4)))));
}

// @inline
function derivative(x: v128): v128 {
  const near = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(C)), v128.load32_splat(C, 4));
  // σ(-|z|) from σ(|z|) by a product, not a difference, which would cancel.
  const one = v128.load32_splat(C, 20);
  const e = expBelow(v128.or(argument(near), v128.load32_splat(C, 24)));
  const larger = f32x4.div(one, f32x4.add(e, one));
  const smaller = f32x4.mul(larger, e);
  const y = v128.bitselect(smaller, larger, i32x4.shr_s(x, 31));
  const square = f32x4.mul(near, near);
  const inner = multiplyAdd(square, v128.load32_splat(C, 16), v128.load32_splat(C, 8));
  const change = f32x4.mul(f32x4.mul(larger, smaller), inner);
  return multiplyAdd(near, change, y);
}

/**
 * `x/2 (1 + tanh u)` with `u = √(2/π) (x + 0.044715 x³)` of `n` elements, rounded up to a multiple of 8. Error at most
 * `4 + 5 |u|` ulp: what is lost in rounding u is magnified where the result vanishes.
 */
export function geluTanh(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = geluTanhOf(v128.load(x));
    const second = geluTanhOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g` times the derivative at x. */
export function geluTanhSlope(g: usize, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16)
    v128.store(out, f32x4.mul(v128.load(g), derivative(v128.load(x))));
}
