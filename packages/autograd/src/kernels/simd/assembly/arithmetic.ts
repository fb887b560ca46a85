const ADD: i32 = 0;
const SUB: i32 = 1;
const MUL: i32 = 2;
const DIV: i32 = 3;

// @inline
function pair(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUB) return f32x4.sub(a, b);
  if (op == MUL) return f32x4.mul(a, b);
  return f32x4.div(a, b);
}

/** Three loops, so that a repeated operand is loaded once. `op` is known when this is compiled. */
// @inline
function loop(op: i32, a: usize, aStep: i32, b: usize, bStep: i32, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  if (aStep == 0) {
    const x = v128.load32_splat(a);
    for (; out < end; b += 32, out += 32) {
      v128.store(out, pair(op, x, v128.load(b)));
      v128.store(out, pair(op, x, v128.load(b, 16)), 16);
    }
  } else if (bStep == 0) {
    const y = v128.load32_splat(b);
    for (; out < end; a += 32, out += 32) {
      v128.store(out, pair(op, v128.load(a), y));
      v128.store(out, pair(op, v128.load(a, 16), y), 16);
    }
  } else {
    for (; out < end; a += 32, b += 32, out += 32) {
      v128.store(out, pair(op, v128.load(a), v128.load(b)));
      v128.store(out, pair(op, v128.load(a, 16), v128.load(b, 16)), 16);
    }
  }
}

export function add(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, n: i32): void {
  loop(ADD, a, aStep, b, bStep, out, n);
}

export function sub(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, n: i32): void {
  loop(SUB, a, aStep, b, bStep, out, n);
}

export function mul(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, n: i32): void {
  loop(MUL, a, aStep, b, bStep, out, n);
}

export function div(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, n: i32): void {
  loop(DIV, a, aStep, b, bStep, out, n);
}
