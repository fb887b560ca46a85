import { multiplyAdd } from "./multiply-add";
import { rnnGate } from "./rnn-gate";
import { sigmoidOf } from "./sigmoid";

// Several small passes over a row, not one large one: V8 keeps the values of a small loop in registers. A pass runs up
// to 7 elements past its row; whatever it spoils there is written later, or is padding.

function addSigmoid(a: usize, b: usize, out: usize, n: usize): void {
  const end = out + n;
  for (; out < end; a += 32, b += 32, out += 32) {
    const first = sigmoidOf(f32x4.add(v128.load(a), v128.load(b)));
    const second = sigmoidOf(f32x4.add(v128.load(a, 16), v128.load(b, 16)));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

/**
 * With `a = p + r` in the order i, f, g, o: gates `σ(a_i), σ(a_f), tanh(a_g)` of [rows, 3, size], output gate `σ(a_o)`
 * and next cell `f c + i g` of [rows, size]. The last three want padding of 8 elements.
 */
export function lstmGates(
  p: usize,
  r: usize,
  c: usize,
  gates: usize,
  output: usize,
  next: usize,
  rows: i32,
  size: i32,
): void {
  const line = (<usize>size) << 2;
  for (let row = 0; row < rows; row++) {
    addSigmoid(p, r, gates, 2 * line);
    rnnGate(p + 2 * line, r + 2 * line, gates + 2 * line, size);
    addSigmoid(p + 3 * line, r + 3 * line, output, line);
    for (let j: usize = 0; j < line; j += 16) {
      const i = v128.load(gates + j);
      const f = v128.load(gates + line + j);
      const g = v128.load(gates + 2 * line + j);
      v128.store(next + j, multiplyAdd(f, v128.load(c + j), f32x4.mul(i, g)));
    }
    p += 4 * line;
    r += 4 * line;
    c += line;
    gates += 3 * line;
    output += line;
    next += line;
  }
}

/**
 * From the gradients of the next cell and of the output gate, those of `a` ([rows, 4, size], written to `sum`) and of
 * the cell before (`carried`). Both want padding of 8 elements.
 */
export function lstmGatesSlope(
  gradNext: usize,
  gradOutput: usize,
  gates: usize,
  output: usize,
  c: usize,
  sum: usize,
  carried: usize,
  rows: i32,
  size: i32,
): void {
  const line = (<usize>size) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++) {
    // Part by part and in this order: each part's overrun is written over by the next.
    for (let j: usize = 0; j < line; j += 16) {
      const i = v128.load(gates + j);
      const n = v128.load(gates + 2 * line + j);
      const slope = f32x4.mul(i, f32x4.sub(one, i));
      v128.store(sum + j, f32x4.mul(f32x4.mul(v128.load(gradNext + j), n), slope));
    }
    for (let j: usize = 0; j < line; j += 16) {
      const g = v128.load(gradNext + j);
      const f = v128.load(gates + line + j);
      const slope = f32x4.mul(f, f32x4.sub(one, f));
      v128.store(sum + line + j, f32x4.mul(f32x4.mul(g, v128.load(c + j)), slope));
      v128.store(carried + j, f32x4.mul(g, f));
    }
    for (let j: usize = 0; j < line; j += 16) {
      const i = v128.load(gates + j);
      const n = v128.load(gates + 2 * line + j);
      const slope = f32x4.mul(f32x4.sub(one, n), f32x4.add(one, n));
      v128.store(sum + 2 * line + j, f32x4.mul(f32x4.mul(v128.load(gradNext + j), i), slope));
    }
    for (let j: usize = 0; j < line; j += 16) {
      const o = v128.load(output + j);
      const slope = f32x4.mul(o, f32x4.sub(one, o));
      v128.store(sum + 3 * line + j, f32x4.mul(v128.load(gradOutput + j), slope));
    }
    gradNext += line;
    gradOutput += line;
    gates += 3 * line;
    output += line;
    c += line;
    sum += 4 * line;
    carried += line;
  }
}
