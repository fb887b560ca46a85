import { tanhOf } from "./tanh";

/** `tanh(a + b)` of `n` elements, rounded up to a multiple of 8. */
export function rnnGate(a: usize, b: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; a += 32, b += 32, out += 32) {
    const first = tanhOf(f32x4.add(v128.load(a), v128.load(b)));
    const second = tanhOf(f32x4.add(v128.load(a, 16), v128.load(b, 16)));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}
