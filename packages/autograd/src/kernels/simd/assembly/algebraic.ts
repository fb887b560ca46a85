const C = memory.data<f32>([1, 0.5, -0.5, -0.0]);

const ABS: i32 = 0;
const NEG: i32 = 1;
const RECIPROCAL: i32 = 2;
const RSQRT: i32 = 3;
const SQRT: i32 = 4;
const SQUARE: i32 = 5;

// @inline
function value(op: i32, x: v128): v128 {
  if (op == ABS) return v128.andnot(x, v128.load32_splat(C, 12));
  if (op == NEG) return v128.xor(x, v128.load32_splat(C, 12));
  if (op == RECIPROCAL) return f32x4.div(v128.load32_splat(C), x);
  if (op == RSQRT) return f32x4.div(v128.load32_splat(C), f32x4.sqrt(x));
  if (op == SQRT) return f32x4.sqrt(x);
  return f32x4.mul(x, x);
}

/** `g` times the derivative, in terms of the input for ABS and SQUARE, of the output for the others. */
// @inline
function slope(op: i32, g: v128, y: v128): v128 {
  if (op == ABS) {
    // ±1, 0 at 0, and NaN.
    const one = v128.or(v128.and(y, v128.load32_splat(C, 12)), v128.load32_splat(C));
    const sign = v128.and(one, f32x4.ne(y, f32x4.splat(0)));
    return f32x4.mul(g, v128.bitselect(sign, y, f32x4.eq(y, y)));
  }
  if (op == RECIPROCAL) return v128.xor(f32x4.mul(f32x4.mul(g, y), y), v128.load32_splat(C, 12));
  if (op == RSQRT) {
    const scaled = f32x4.mul(f32x4.mul(g, v128.load32_splat(C, 8)), y);
    return f32x4.mul(f32x4.mul(scaled, y), y);
  }
  if (op == SQRT) return f32x4.div(f32x4.mul(g, v128.load32_splat(C, 4)), y);
  return f32x4.mul(g, f32x4.add(y, y));
}

// @inline
function map(op: i32, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; x += 32, out += 32) {
    const first = value(op, v128.load(x));
    const second = value(op, v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

// @inline
function slopes(op: i32, g: usize, y: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  for (; out < end; g += 32, y += 32, out += 32) {
    const first = slope(op, v128.load(g), v128.load(y));
    const second = slope(op, v128.load(g, 16), v128.load(y, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
}

// Of `n` elements, rounded up to a multiple of 8. All but rsqrt (1.5 ulp) are correctly rounded.

export function abs(x: usize, out: usize, n: i32): void {
  map(ABS, x, out, n);
}

export function neg(x: usize, out: usize, n: i32): void {
  map(NEG, x, out, n);
}

export function reciprocal(x: usize, out: usize, n: i32): void {
  map(RECIPROCAL, x, out, n);
}

export function rsqrt(x: usize, out: usize, n: i32): void {
  map(RSQRT, x, out, n);
}

export function sqrt(x: usize, out: usize, n: i32): void {
  map(SQRT, x, out, n);
}

export function square(x: usize, out: usize, n: i32): void {
  map(SQUARE, x, out, n);
}

/** `g sign(x)`. */
export function absSlope(g: usize, x: usize, out: usize, n: i32): void {
  slopes(ABS, g, x, out, n);
}

/** `-g y²`. */
export function reciprocalSlope(g: usize, y: usize, out: usize, n: i32): void {
  slopes(RECIPROCAL, g, y, out, n);
}

/** `-g y³ / 2`. */
export function rsqrtSlope(g: usize, y: usize, out: usize, n: i32): void {
  slopes(RSQRT, g, y, out, n);
}

/** `g / 2y`. */
export function sqrtSlope(g: usize, y: usize, out: usize, n: i32): void {
  slopes(SQRT, g, y, out, n);
}

/** `2 g x`. */
export function squareSlope(g: usize, x: usize, out: usize, n: i32): void {
  slopes(SQUARE, g, x, out, n);
}
