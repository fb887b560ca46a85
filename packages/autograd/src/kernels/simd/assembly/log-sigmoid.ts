import { expBelow } from "./exp";
import { logNormal } from "./log";
import { sigmoidOf } from "./sigmoid";

const C = memory.data<f32>([1, -0.0, 0]);

/** `min(x, 0) - log(1 + e^-|x|)`. */
// @inline
function logSigmoidOf(x: v128): v128 {
  const one = v128.load32_splat(C);
  const sign = v128.load32_splat(C, 4);
  const e = expBelow(v128.or(x, sign));
  const sum = f32x4.add(e, one);
  // The logarithm of the sum is put right by what was lost in adding.
  const lost = f32x4.div(f32x4.sub(e, f32x4.sub(sum, one)), sum);
  const logarithm = f32x4.add(logNormal(sum), lost);
  const below = f32x4.pmax(v128.xor(x, sign), v128.load32_splat(C, 8));
  return v128.xor(f32x4.add(below, logarithm), sign);
}

/** `log σ(x)` of `n` elements, rounded up to a multiple of 8. Error at most 2.5 ulp. */
export function logSigmoid(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = logSigmoidOf(v128.load(x));
    const second = logSigmoidOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g σ(-x)`. */
export function logSigmoidSlope(g: usize, x: usize, out: usize, n: i32): void {
  const sign = v128.load32_splat(C, 4);
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16)
    v128.store(out, f32x4.mul(v128.load(g), sigmoidOf(v128.xor(v128.load(x), sign))));
}
