import type { Dtype, Tensor } from "@rewind/autograd";
import type { StateTree } from "../state.ts";

/** The weights of one layer in one direction, gates stacked in the first axis. */
export interface Weights {
  /** `[G * H, I]` */
  readonly weight_ih: Tensor;
  /** `[G * H, P]`, P the size of the output */
  readonly weight_hh: Tensor;
  /** `[G * H]` */
  readonly bias_ih: Tensor | null;
  /** `[G * H]` */
  readonly bias_hh: Tensor | null;
  /** `[P, H]`, where there is a projection */
  readonly weight_hr?: Tensor | null;
}

/**
 * The arithmetic a cell and a layer share. It is in two parts because only one of them has to wait for the step before:
 * a layer projects the inputs of all steps in one product.
 */
export interface Recurrence<S extends StateTree> {
  /** How many gates are stacked in each weight. */
  readonly gates: number;
  /** `W_ih x + b`, for x `[B, I]` or `[T, B, I]`, with as much of the biases as the gates' formula allows. */
  project(weights: Weights, x: Tensor): Tensor;
  /** The next state, from one step's projection and the state before. */
  advance(weights: Weights, projected: Tensor, state: S): S;
  /** What of the state is the output. */
  output(state: S): Tensor;
  /** Zeros. */
  zeroState(batch: number, hiddenSize: number, outputSize: number, dtype: Dtype): S;
}
