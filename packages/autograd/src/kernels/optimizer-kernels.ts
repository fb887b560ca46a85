import type { FloatArray } from "./float-array.ts";

/** The numbers of one Adam step, whose descent follows `d = sign g + l2 p`. */
export interface AdamStep {
  /** 1, or -1 to ascend. */
  readonly sign: number;
  readonly l2: number;
  /** What part of the weight is taken off it. */
  readonly decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number;
  /** What the square root of the second moment is divided by. */
  readonly correction: number;
  readonly eps: number;
}

/**
 * In place: `m = β1 m + (1 - β1) d`, `v = β2 v + (1 - β2) d²`, `p -= decay p + stepSize m / (√v / correction + eps)`.
 * False: it leaves these arrays to the plain loop, as the kernels below do.
 */
export type AdamKernel = (
  p: FloatArray,
  g: FloatArray,
  m: FloatArray,
  v: FloatArray,
  step: AdamStep,
) => boolean;

/** In place: `p -= step g + decay p`. */
export type DescendKernel = (p: FloatArray, g: FloatArray, step: number, decay: number) => boolean;

/** The numbers of one step with momentum, whose descent follows `d = sign g + l2 p`. */
export interface MomentumStep {
  /** 1, or -1 to ascend. */
  readonly sign: number;
  readonly l2: number;
  /** What of the velocity is kept, and what of `d` is added. */
  readonly keep: number;
  readonly fresh: number;
  readonly nesterov: boolean;
  readonly lr: number;
}

/** In place: `v = keep v + fresh d`, `p -= lr v`, or `p -= lr (d + keep v)` with `nesterov`. */
export type MomentumKernel = (p: FloatArray, g: FloatArray, v: FloatArray, step: MomentumStep) => boolean;

/** `Σ x²` in float64; undefined: it leaves this array to the plain loop. */
export type SumOfSquaresKernel = (x: FloatArray) => number | undefined;

/** The slots of optimizers' loops over parameters; their plain loops stand beside the optimizers. */
export interface OptimizerKernels {
  adam: AdamKernel | undefined;
  descend: DescendKernel | undefined;
  momentum: MomentumKernel | undefined;
  sumOfSquares: SumOfSquaresKernel | undefined;
}

/** Leaves all parameters to their plain loops. */
export const noOptimizerKernels: Readonly<OptimizerKernels> = {
  adam: undefined,
  descend: undefined,
  momentum: undefined,
  sumOfSquares: undefined,
};
