import type { FloatArray } from "./float-array.ts";

/**
 * Softmax of every row of [rows, length], or only what `statistics` keeps of it (`out` null): two numbers a row, its
 * highest element and `Σ e^(x - highest)`. Rows of nothing but -Infinity become `masked`. False: it leaves these rows to
 * the plain loop.
 */
export type SoftmaxKernel = (
  x: FloatArray,
  out: FloatArray | null,
  statistics: Float64Array | null,
  masked: number,
  rows: number,
  length: number,
) => boolean;

/** A function of every row of [rows, length], of the same shape. False: it leaves these rows to the plain loop. */
export type RowKernel = (x: FloatArray, out: FloatArray, rows: number, length: number) => boolean;

/** From the gradient of a {@link RowKernel}'s result `y`, that of its input. */
export type RowSlopeKernel = (
  grad: FloatArray,
  y: FloatArray,
  out: FloatArray,
  rows: number,
  length: number,
) => boolean;

/** `out[i, j] = factors[i] x[i, j]`. False: it leaves these rows to the plain loop. */
export type ScaleRowsKernel = (
  x: FloatArray,
  factors: FloatArray,
  out: FloatArray,
  rows: number,
  length: number,
) => boolean;

/**
 * Rows less their mean (or 0, if not `centered`), over the root of their mean square and `eps`, times `scale`, plus `shift`; null
 * is 1, or 0. `statistics` gets of every row what was taken off and the factor. False: it leaves these rows to the plain
 * loop.
 */
export type NormalizeKernel = (
  x: FloatArray,
  scale: FloatArray | null,
  shift: FloatArray | null,
  out: FloatArray,
  statistics: Float64Array,
  rows: number,
  width: number,
  eps: number,
  centered: boolean,
) => boolean;

/** From the gradient of normalized rows that of x, and `products`: the gradient times the rows before scale and shift. */
export type NormalizeSlopeKernel = (
  grad: FloatArray,
  x: FloatArray,
  statistics: Float64Array,
  scale: FloatArray | null,
  gradX: FloatArray,
  products: FloatArray,
  rows: number,
  width: number,
  centered: boolean,
) => boolean;

/** The slots of functions of whole rows; their plain loops stand beside the operations that use them. */
export interface RowKernels {
  softmax: SoftmaxKernel | undefined;
  softmaxSlope: RowSlopeKernel | undefined;
  logSoftmax: RowKernel | undefined;
  logSoftmaxSlope: RowSlopeKernel | undefined;
  scaleRows: ScaleRowsKernel | undefined;
  normalize: NormalizeKernel | undefined;
  normalizeSlope: NormalizeSlopeKernel | undefined;
}

/** Leaves all rows to their plain loops. */
export const noRowKernels: Readonly<RowKernels> = {
  softmax: undefined,
  softmaxSlope: undefined,
  logSoftmax: undefined,
  logSoftmaxSlope: undefined,
  scaleRows: undefined,
  normalize: undefined,
  normalizeSlope: undefined,
};
