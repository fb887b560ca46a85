import type { FloatArray } from "./float-array.ts";

/**
 * `out[m, n] = x[m, k] weight[n, k]ᵀ + bias[n]`. False: it leaves this to the product of matrices.
 */
export type LinearKernel = (
  x: FloatArray,
  weight: FloatArray,
  bias: FloatArray,
  out: FloatArray,
  m: number,
  n: number,
  k: number,
) => boolean;

/**
 * `out[m, n] = Σ_i left_iᵀ right_i`, where all left_i together are `rows` rows of m, and all right_i as many of n. False: it
 * leaves this to the product of matrices.
 */
export type RowProductsKernel = (
  left: readonly FloatArray[],
  right: readonly FloatArray[],
  out: FloatArray,
  m: number,
  n: number,
  rows: number,
) => boolean;

/** The slots of products that are more than one of matrices. */
export interface ProductKernels {
  linear: LinearKernel | undefined;
  rowProducts: RowProductsKernel | undefined;
}

/** Leaves all of them to the product of matrices. */
export const noProductKernels: Readonly<ProductKernels> = { linear: undefined, rowProducts: undefined };
