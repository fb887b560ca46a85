/** `max(x, 0)` of `n` elements, rounded up to a multiple of 8; NaN stays NaN, -0 becomes 0. */
export function relu(x: usize, out: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    v128.store(out, f32x4.max(v128.load(x), zero));
    v128.store(out, f32x4.max(v128.load(x, 16), zero), 16);
  }
}

/** `g` where `y > 0`, else `g · 0`: an infinite gradient does not vanish unseen. */
export function reluSlope(g: usize, y: usize, out: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 32, y += 32, out += 32) {
    v128.store(out, f32x4.mul(v128.load(g), v128.and(one, f32x4.gt(v128.load(y), zero))));
    v128.store(out, f32x4.mul(v128.load(g, 16), v128.and(one, f32x4.gt(v128.load(y, 16), zero))), 16);
  }
}
