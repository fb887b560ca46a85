import type { FloatArray } from "./float-array.ts";
import { noGateKernels, type GateKernels } from "./gate-kernels.ts";
import { noOptimizerKernels, type OptimizerKernels } from "./optimizer-kernels.ts";
import { noProductKernels, type ProductKernels } from "./product-kernels.ts";
import { noRowKernels, type RowKernels } from "./row-kernels.ts";
import { add, div, mul, sub } from "./scalar/arithmetic.ts";
import { matmul } from "./scalar/matmul.ts";
import { sum } from "./scalar/sum.ts";
import { stagedKernels } from "./simd/kernels.ts";

export type { FloatArray } from "./float-array.ts";

/** `out[i] = f(x[i], option)`, or false: it leaves these arrays to the plain loop. */
export type UnaryKernel = (x: FloatArray, out: FloatArray, option?: number) => boolean;

/** `out[i] = grad[i] * f'(saved[i], option)`, or false: it leaves these arrays to the plain loop. */
export type SlopeKernel = (grad: FloatArray, saved: FloatArray, out: FloatArray, option?: number) => boolean;

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
 * The slots where a faster implementation may stand in. Every kernel has its plain loop, which is the oracle; maps over
 * one tensor, gates, optimizers and functions of rows have theirs beside what defines them, and their slots hold only faster
 * ones.
 */
export interface Kernels extends GateKernels, OptimizerKernels, ProductKernels, RowKernels {
  add: BinaryKernel;
  sub: BinaryKernel;
  mul: BinaryKernel;
  div: BinaryKernel;
  matmul: MatmulKernel;
  sum: SumKernel;
  unary: { readonly [op: string]: UnaryKernel | undefined };
  slope: { readonly [op: string]: SlopeKernel | undefined };
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
  ...noGateKernels,
  ...noOptimizerKernels,
  ...noProductKernels,
  ...noRowKernels,
};

/** Those that use SIMD where it is to be had and pays. */
export const simdKernels: Readonly<Kernels> = stagedKernels();

/** The kernels in use. */
export const kernels: Kernels = { ...simdKernels };
