import { multiplyAdd } from "./multiply-add";
import { sigmoidOf } from "./sigmoid";
import { tanhOf } from "./tanh";

// In passes that run past their rows, as for the LSTM's gates.

/**
 * With `u = recurrent + bias`: gates `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r u_n)` of [rows, 3, size],
 * `candidates = u_n` and `next = (1 - z) n + z h` of [rows, size]. The last three want padding of 8 elements.
 */
export function gruGates(
  a: usize,
  recurrent: usize,
  h: usize,
  gates: usize,
  candidates: usize,
  next: usize,
  bias: usize,
  rows: i32,
  size: i32,
): void {
  const line = (<usize>size) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++) {
    for (let j: usize = 0; j < 2 * line; j += 16) {
      const u = f32x4.add(v128.load(recurrent + j), v128.load(bias + j));
      v128.store(gates + j, sigmoidOf(f32x4.add(v128.load(a + j), u)));
    }
    for (let j: usize = 0; j < line; j += 16) {
      const part = 2 * line + j;
      const u = f32x4.add(v128.load(recurrent + part), v128.load(bias + part));
      v128.store(candidates + j, u);
      v128.store(gates + part, tanhOf(multiplyAdd(v128.load(gates + j), u, v128.load(a + part))));
    }
    for (let j: usize = 0; j < line; j += 16) {
      const z = v128.load(gates + line + j);
      const n = v128.load(gates + 2 * line + j);
      v128.store(next + j, multiplyAdd(z, v128.load(h + j), f32x4.mul(f32x4.sub(one, z), n)));
    }
    a += 3 * line;
    recurrent += 3 * line;
    h += line;
    gates += 3 * line;
    candidates += line;
    next += line;
  }
}

/** From the gradient of `next`, those of `a` and `u`, [rows, 3, size], and of `h`. All three want padding. */
export function gruGatesSlope(
  grad: usize,
  gates: usize,
  candidates: usize,
  h: usize,
  gradA: usize,
  gradU: usize,
  gradH: usize,
  rows: i32,
  size: i32,
): void {
  const line = (<usize>size) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++) {
    for (let part: usize = 0; part < 3; part++) {
      for (let j: usize = 0; j < line; j += 16) {
        const g = v128.load(grad + j);
        const r = v128.load(gates + j);
        const z = v128.load(gates + line + j);
        const n = v128.load(gates + 2 * line + j);
        const to = part * line + j;
        if (part == 1) {
          const slope = f32x4.mul(z, f32x4.sub(one, z));
          const d = f32x4.mul(f32x4.mul(g, f32x4.sub(v128.load(h + j), n)), slope);
          v128.store(gradA + to, d);
          v128.store(gradU + to, d);
          v128.store(gradH + j, f32x4.mul(g, z));
          continue;
        }
        const slope = f32x4.mul(f32x4.sub(one, n), f32x4.add(one, n));
        const dn = f32x4.mul(f32x4.mul(g, f32x4.sub(one, z)), slope);
        if (part == 0) {
          const d = f32x4.mul(f32x4.mul(dn, v128.load(candidates + j)), f32x4.mul(r, f32x4.sub(one, r)));
          v128.store(gradA + to, d);
          v128.store(gradU + to, d);
        } else {
          v128.store(gradA + to, dn);
          v128.store(gradU + to, f32x4.mul(dn, r));
        }
      }
    }
    grad += line;
    gates += 3 * line;
    candidates += line;
    h += line;
    gradA += 3 * line;
    gradU += 3 * line;
    gradH += line;
  }
}
