import { tanhOf } from "./tanh";

/** `squashed = tanh(cell)` and `hidden = output squashed` of `n` elements, rounded up to a multiple of 8. */
export function lstmOutput(output: usize, cell: usize, squashed: usize, hidden: usize, n: i32): void {
  const end = output + ((<usize>n) << 2);
  for (; output < end; output += 32, cell += 32, squashed += 32, hidden += 32) {
    const first = tanhOf(v128.load(cell));
    const second = tanhOf(v128.load(cell, 16));
    v128.store(squashed, first);
    v128.store(squashed, second, 16);
    v128.store(hidden, f32x4.mul(v128.load(output), first));
    v128.store(hidden, f32x4.mul(v128.load(output, 16), second), 16);
  }
}

/** From the gradient of `hidden`, those of `output` and `cell`. */
export function lstmOutputSlope(
  grad: usize,
  output: usize,
  squashed: usize,
  gradOutput: usize,
  gradCell: usize,
  n: i32,
): void {
  const one = f32x4.splat(1);
  const end = grad + ((<usize>n) << 2);
  for (; grad < end; grad += 16, output += 16, squashed += 16, gradOutput += 16, gradCell += 16) {
    const g = v128.load(grad);
    const s = v128.load(squashed);
    const slope = f32x4.mul(f32x4.sub(one, s), f32x4.add(one, s));
    v128.store(gradOutput, f32x4.mul(g, s));
    v128.store(gradCell, f32x4.mul(f32x4.mul(g, v128.load(output)), slope));
  }
}
