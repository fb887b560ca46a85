import type { Tensor } from "@rewind/autograd";
import type { StateTree } from "./state.ts";

/** What has a state to start from: a cell or a layer. */
export interface Stateful {
  /** The state before the first step, for `batch` sequences. */
  initialState(batch: number): StateTree;
}

/** What a cell or layer carries from step to step; of a union of them, any of their states. */
export type StateOf<C extends Stateful> = ReturnType<C["initialState"]>;

/**
 * One step of a recurrence, a pure function of its arguments: the state is explicit. Whatever has these members is a
 * cell, a user's own class included; {@link unroll} lays it along time.
 *
 * @example
 * class Accumulator implements Cell<Tensor> {
 *   inputSize = 3;
 *   outputSize = 3;
 *   initialState(batch: number): Tensor {
 *     return zeros([batch, 3]);
 *   }
 *   step(x: Tensor, total: Tensor): [Tensor, Tensor] {
 *     const next = total.add(x);
 *     return [next, next];
 *   }
 * }
 */
export interface Cell<S extends StateTree = StateTree> {
  /** Size of the last axis of `x`. */
  readonly inputSize: number;
  /** Size of the last axis of the output. */
  readonly outputSize: number;
  /**
   * The state before the first step, for `batch` sequences: usually zeros. The batch is every tensor's first axis. The cells
   * and wrappers here also take one example `[inputSize]`, whose output and state have no batch axis: `initialState()`
   * without a number is that of one.
   */
  initialState(batch: number): S;
  /**
   * Takes one step. What it computes may depend on `x`, `state` and weights alone: {@link unroll} may record it once and
   * replay what it recorded.
   *
   * @param x `[B, inputSize]`
   * @returns the output, `[B, outputSize]`, and the next state, of the same form and shapes as `state`
   */
  step(x: Tensor, state: S): [output: Tensor, state: S];
}
