import { expBelow } from "./exp";
import { multiplyAdd } from "./multiply-add";
import { scaledTail } from "./normal-tail";

const C = memory.data<f32>([
  // erf x = x + x P(x²) for |x| < 0.92: fitted for the least relative error, 4e-10.
  8.38239139e-5,
  -8.14559811e-4,
  5.20128617e-3,
  -2.68594995e-2,
  0.112836972,
  -0.376126349,
  0.128379167,
  0.92,
  1.4142135623730951, // √2
  2,
  1,
  -0.0, // the sign
  1.1283791670955126, // 2 / √π
]);

/** The error function: an odd polynomial near 0, where `1 - erfc |x|` would cancel. */
// @inline
function erfOf(x: v128): v128 {
  const sign = v128.and(x, v128.load32_splat(C, 44));
  const a = v128.xor(x, sign);
  const z = f32x4.mul(x, x);
  const square = f32x4.mul(z, z);
  const p5 = multiplyAdd(v128.load32_splat(C, 4), z, v128.load32_splat(C, 8));
  const p3 = multiplyAdd(v128.load32_splat(C, 12), z, v128.load32_splat(C, 16));
  const p1 = multiplyAdd(v128.load32_splat(C, 20), z, v128.load32_splat(C, 24));
  const p = multiplyAdd(multiplyAdd(v128.load32_splat(C), square, p5), square, p3);
  const near = multiplyAdd(a, multiplyAdd(p, square, p1), a);
  const tail = scaledTail(f32x4.mul(a, v128.load32_splat(C, 32)));
  const e = expBelow(v128.or(z, v128.load32_splat(C, 44)));
  const beyond = f32x4.mul(f32x4.mul(tail, v128.load32_splat(C, 36)), e);
  const far = f32x4.sub(v128.load32_splat(C, 40), beyond);
  const isNear = f32x4.lt(a, v128.load32_splat(C, 28));
  return v128.or(v128.bitselect(near, far, isNear), sign);
}

/** Error functions of `n` elements, rounded up to a multiple of 8. Error at most 1.5 ulp; the sign of 0 stays. */
export function erf(x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = erfOf(v128.load(x));
    const second = erfOf(v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/** `g 2/√π e^(-x²)`. */
export function erfSlope(g: usize, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 16, x += 16, out += 16) {
    const y = v128.load(x);
    const e = expBelow(v128.or(f32x4.mul(y, y), v128.load32_splat(C, 44)));
    v128.store(out, f32x4.mul(f32x4.mul(v128.load(g), v128.load32_splat(C, 48)), e));
  }
}
