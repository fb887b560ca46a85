import { multiplyAdd } from "./multiply-add";

/** `(1 - take) average + gained`, without forming `1 - take`, which float32 would spoil where `take` is small. */
// @inline
function decayed(average: v128, take: v128, gained: v128): v128 {
  return f32x4.add(f32x4.sub(average, f32x4.mul(average, take)), gained);
}

/**
 * Adam on `n` elements, rounded up to a multiple of 8, in place: with `d = sign g + l2 p`, `m = β1 m + (1 - β1) d`,
 * `v = β2 v + (1 - β2) d²` and `p -= decay p + stepSize m / (√v inverseCorrection + eps)`; `take` is `1 - β`.
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  sign: f32,
  l2: f32,
  decay: f32,
  take1: f32,
  take2: f32,
  stepSize: f32,
  inverseCorrection: f32,
  eps: f32,
): void {
  const end = p + ((<usize>n) << 2);
  for (; p < end; p += 16, g += 16, m += 16, v += 16) {
    const weight = v128.load(p);
    const d = multiplyAdd(weight, f32x4.splat(l2), f32x4.mul(v128.load(g), f32x4.splat(sign)));
    const by1 = f32x4.splat(take1);
    const by2 = f32x4.splat(take2);
    const first = decayed(v128.load(m), by1, f32x4.mul(d, by1));
    // In this order, so that the square of a large gradient is made small before it overflows.
    const second = decayed(v128.load(v), by2, f32x4.mul(f32x4.mul(d, by2), d));
    v128.store(m, first);
    v128.store(v, second);
    const root = multiplyAdd(f32x4.sqrt(second), f32x4.splat(inverseCorrection), f32x4.splat(eps));
    const step = f32x4.div(f32x4.mul(first, f32x4.splat(stepSize)), root);
    v128.store(p, f32x4.sub(weight, multiplyAdd(weight, f32x4.splat(decay), step)));
  }
}

/** `p -= step g + decay p` for `n` elements, rounded up to a multiple of 8. */
export function descend(p: usize, g: usize, n: i32, step: f32, decay: f32): void {
  const end = p + ((<usize>n) << 2);
  for (; p < end; p += 16, g += 16) {
    const weight = v128.load(p);
    const change = multiplyAdd(weight, f32x4.splat(decay), f32x4.mul(v128.load(g), f32x4.splat(step)));
    v128.store(p, f32x4.sub(weight, change));
  }
}

/**
 * SGD with momentum on `n` elements, rounded up to a multiple of 8, in place: with `d = sign g + l2 p`,
 * `v = keep v + fresh d` and `p -= lr v`, or `p -= lr (d + keep v)` with `nesterov`.
 */
export function momentum(
  p: usize,
  g: usize,
  v: usize,
  n: i32,
  sign: f32,
  l2: f32,
  keep: f32,
  fresh: f32,
  nesterov: bool,
  lr: f32,
): void {
  const end = p + ((<usize>n) << 2);
  const looksAhead = i32x4.splat(nesterov ? -1 : 0);
  for (; p < end; p += 16, g += 16, v += 16) {
    const weight = v128.load(p);
    const d = multiplyAdd(weight, f32x4.splat(l2), f32x4.mul(v128.load(g), f32x4.splat(sign)));
    const velocity = multiplyAdd(v128.load(v), f32x4.splat(keep), f32x4.mul(d, f32x4.splat(fresh)));
    v128.store(v, velocity);
    const ahead = multiplyAdd(velocity, f32x4.splat(keep), d);
    const step = f32x4.mul(v128.bitselect(ahead, velocity, looksAhead), f32x4.splat(lr));
    v128.store(p, f32x4.sub(weight, step));
  }
}
