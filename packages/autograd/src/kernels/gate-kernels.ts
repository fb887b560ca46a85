import type { FloatArray } from "./float-array.ts";

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

/** `squashed = tanh(cell)` and `hidden = output squashed`, all of one size. False: it leaves these to the plain loop. */
export type LstmOutputKernel = (
  output: FloatArray,
  cell: FloatArray,
  squashed: FloatArray,
  hidden: FloatArray,
) => boolean;

/** From the gradient of `hidden`, those of `output` and `cell`. */
export type LstmOutputSlopeKernel = (
  grad: FloatArray,
  output: FloatArray,
  squashed: FloatArray,
  gradOutput: FloatArray,
  gradCell: FloatArray,
) => boolean;

/** `next = tanh(projected + recurrent)`, all of one size. False: it leaves these to the plain loop. */
export type RnnGateKernel = (projected: FloatArray, recurrent: FloatArray, next: FloatArray) => boolean;

/** The slots of fused gates; their plain loops stand beside the operations that use them. */
export interface GateKernels {
  gruGates: GruGatesKernel | undefined;
  gruGatesSlope: GruGatesSlopeKernel | undefined;
  lstmGates: LstmGatesKernel | undefined;
  lstmGatesSlope: LstmGatesSlopeKernel | undefined;
  lstmOutput: LstmOutputKernel | undefined;
  lstmOutputSlope: LstmOutputSlopeKernel | undefined;
  rnnGate: RnnGateKernel | undefined;
}

/** Leaves all gates to their plain loops. */
export const noGateKernels: Readonly<GateKernels> = {
  gruGates: undefined,
  gruGatesSlope: undefined,
  lstmGates: undefined,
  lstmGatesSlope: undefined,
  lstmOutput: undefined,
  lstmOutputSlope: undefined,
  rnnGate: undefined,
};
