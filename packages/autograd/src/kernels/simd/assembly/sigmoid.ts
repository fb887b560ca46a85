import { expBelow } from "./exp";

const ONE = memory.data<f32>([1, -0.0]);

/** `1 / (1 + e^-x)`, written with `e^-|x|` so that neither end overflows. */
// @inline
export function sigmoidOf(x: v128): v128 {
  const one = v128.load32_splat(ONE);
  const e = expBelow(v128.or(x, v128.load32_splat(ONE, 4)));
  // e where x < 0, else 1, which is never less.
  const numerator = f32x4.pmax(e, v128.andnot(one, i32x4.shr_s(x, 31)));
  return f32x4.div(numerator, f32x4.add(e, one));
}

/** Logistic function of `n` elements, rounded up to a multiple of 8. Error at most 2.2 ulp. */
export function sigmoid(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = sigmoidOf(v128.load(x));
    const second = sigmoidOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g y (1 - y)`. */
export function sigmoidSlope(g: usize, y: usize, out: usize, n: i32): void {
  const one = v128.load32_splat(ONE);
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 32, y += 32, out += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    v128.store(out, f32x4.mul(v128.load(g), f32x4.mul(y0, f32x4.sub(one, y0))));
    v128.store(out, f32x4.mul(v128.load(g, 16), f32x4.mul(y1, f32x4.sub(one, y1))), 16);
  }
}
