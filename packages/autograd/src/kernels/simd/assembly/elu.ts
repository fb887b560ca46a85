import { expBelow, expm1Below } from "./exp";

/** `x` where positive, else `alpha (e^x - 1)`, of `n` elements, rounded up to a multiple of 8. Error at most 3 ulp. */
export function elu(x: usize, out: usize, n: i32, alpha: f32): void {
  const zero = f32x4.splat(0);
  const by = f32x4.splat(alpha);
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 16, out += 16) {
    const value = v128.load(x);
    const below = f32x4.mul(expm1Below(f32x4.pmin(value, zero)), by);
    v128.store(out, v128.bitselect(value, below, f32x4.gt(value, zero)));
  }
}

/** `g` where `x` is positive, else `alpha e^x g`. */
export function eluSlope(g: usize, x: usize, out: usize, n: i32, alpha: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const by = f32x4.splat(alpha);
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16) {
    const value = v128.load(x);
    const below = f32x4.mul(expBelow(f32x4.pmin(value, zero)), by);
    const factor = v128.bitselect(one, below, f32x4.gt(value, zero));
    v128.store(out, f32x4.mul(v128.load(g), factor));
  }
}
