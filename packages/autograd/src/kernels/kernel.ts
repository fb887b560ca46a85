import { add, div, mul, sub } from "./scalar/arithmetic.ts";
import { matmul } from "./scalar/matmul.ts";
import { sum } from "./scalar/sum.ts";
import { stagedKernels } from "./simd/kernels.ts";

export type FloatArray = Float32Array | Float64Array;

/** `out[i] = f(x[i])`, or false: it leaves these arrays to the plain loop. */
export type UnaryKernel = (x: FloatArray, out: FloatArray) => boolean;

/** `out[i] = grad[i] * f'(saved[i])`, or false: it leaves these arrays to the plain loop. */
export type SlopeKernel = (grad: FloatArray, saved: FloatArray, out: FloatArray) => boolean;

/** `out[o + i] = f(a[ao + i * as], b[bo + i * bs])` for `i < n`; strides are 0 or 1 in practice. */
export type BinaryKernel = (
  a: FloatArray,
  ao: number,
  as: number,
  b: FloatArray,
  bo: number,
  bs: number,
  out: FloatArray,
  o: number,
  n: number,
) => void;

/**
 * `out[m, n] = a[m, k] b[k, n]`, or added to `out` if `accumulate`. `a` is stored [k, m] if `transposeA`, `b` [n, k]
 * if `transposeB`; offsets are where each matrix starts.
 */
export type MatmulKernel = (
  a: FloatArray,
  aOffset: number,
  transposeA: boolean,
  b: FloatArray,
  bOffset: number,
  transposeB: boolean,
  out: FloatArray,
  outOffset: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
) => void;

/** `out[i, j] = Σ_r x[i, r, j]` for x of [outer, length, inner]. */
export type SumKernel = (
  x: FloatArray,
  out: FloatArray,
  outer: number,
  length: number,
  inner: number,
) => void;

/**
 * With `a = projected + recurrent` in the order i, f, g, o: gates `σ(a_i), σ(a_f), tanh(a_g)` of [rows, 3, size], output
 * gate `σ(a_o)` and next cell `f c + i g`, both of [rows, size] like `cell`. False: it leaves these to the plain loop.
 */
export type LstmGatesKernel = (
  projected: FloatArray,
  recurrent: FloatArray,
  cell: FloatArray,
  gates: FloatArray,
  output: FloatArray,
  next: FloatArray,
  rows: number,
  size: number,
) => boolean;

/** From the gradients of next cell and output gate, those of `a` into `sum` and of the cell before into `carried`. */
export type LstmGatesSlopeKernel = (
  gradNext: FloatArray,
  gradOutput: FloatArray,
  gates: FloatArray,
  output: FloatArray,
  cell: FloatArray,
  sum: FloatArray,
  carried: FloatArray,
  rows: number,
  size: number,
) => boolean;

/**
 * With `u = recurrent + bias` (null is 0): gates `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r u_n)` of
 * [rows, 3, size], `candidates = u_n` and `next = (1 - z) n + z h`, of [rows, size] like `hidden`. False: it leaves
 * these to the plain loop.
 */
export type GruGatesKernel = (
  projected: FloatArray,
  recurrent: FloatArray,
  hidden: FloatArray,
  bias: FloatArray | null,
  gates: FloatArray,
  candidates: FloatArray,
  next: FloatArray,
  rows: number,
  size: number,
) => boolean;

/** From the gradient of the next state, those of `a`, of `u` and of the state before. */
export type GruGatesSlopeKernel = (
  grad: FloatArray,
  gates: FloatArray,
  candidates: FloatArray,
  hidden: FloatArray,
  gradProjected: FloatArray,
  gradRecurrent: FloatArray,
  gradHidden: FloatArray,
  rows: number,
  size: number,
) => boolean;

/**
 * The slots where a faster implementation may stand in. Every slot has its plain loop, which is the oracle; maps
 * over one tensor and gates have theirs beside the operation that defines them, and `unary`, `slope` and those of gates hold only faster ones.
 */
export interface Kernels {
  add: BinaryKernel;
  sub: BinaryKernel;
  mul: BinaryKernel;
  div: BinaryKernel;
  matmul: MatmulKernel;
  sum: SumKernel;
  unary: { readonly [op: string]: UnaryKernel | undefined };
  slope: { readonly [op: string]: SlopeKernel | undefined };
  gruGates: GruGatesKernel | undefined;
  gruGatesSlope: GruGatesSlopeKernel | undefined;
  lstmGates: LstmGatesKernel | undefined;
  lstmGatesSlope: LstmGatesSlopeKernel | undefined;
}

export const scalarKernels: Readonly<Kernels> = {
  add,
  sub,
  mul,
  div,
  matmul,
  sum,
  unary: {},
  slope: {},
  gruGates: undefined,
  gruGatesSlope: undefined,
  lstmGates: undefined,
  lstmGatesSlope: undefined,
};

/** Those that use SIMD where it is to be had and pays. */
export const simdKernels: Readonly<Kernels> = stagedKernels();

/** The kernels in use. */
export const kernels: Kernels = { ...simdKernels };
