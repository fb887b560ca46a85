/** `x` where positive, else `slope x`, of `n` elements, rounded up to a multiple of 8. */
export function leakyRelu(x: usize, out: usize, n: i32, slope: f32): void {
  const zero = f32x4.splat(0);
  const by = f32x4.splat(slope);
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 16, out += 16) {
    const value = v128.load(x);
    v128.store(out, v128.bitselect(value, f32x4.mul(value, by), f32x4.gt(value, zero)));
  }
}

/** `g` where `x` is positive, else `slope g`. */
export function leakyReluSlope(g: usize, x: usize, out: usize, n: i32, slope: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const by = f32x4.splat(slope);
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16) {
    const factor = v128.bitselect(one, by, f32x4.gt(v128.load(x), zero));
    v128.store(out, f32x4.mul(v128.load(g), factor));
  }
}
