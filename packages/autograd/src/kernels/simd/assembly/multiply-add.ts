/** `a * b + c`, rounded twice: fusing both is up to the machine, and the bits would be too. */
// @inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}
