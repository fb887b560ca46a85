import { GraphError, type Tensor } from "@rewind/autograd";
import { detachState, type StateTree } from "../state.ts";

/** A stretch of the tape, ready to be backpropagated through. */
export interface Window<S extends StateTree> {
  /** Steps taken so far. */
  readonly t: number;
  /** `max(0, t - k2)`: the gradient flows through steps `start + 1 … t`, the state before them is a constant. */
  readonly start: number;
  /** Sum of the losses in the loss window. */
  readonly loss: Tensor;
  /** The loss of every step since the last update: k1 of them. Those of steps before `start` have no history. */
  readonly losses: readonly Tensor[];
  /** The states after steps `start + 1 … t`, on the tape: what {@link gradientFlow} reads. */
  readonly states: readonly S[];
  /** The state after step t, without history. */
  readonly state: S;
  /**
   * Backpropagates `loss` and adds to the parameters' `.grad`. Once, before the next window is asked for.
   *
   * @throws GraphError if called a second time, or, where windows overlap, after the next window was asked for
   */
  backward(): void;
}

/**
 * @param chosen the losses to backpropagate
 * @param isOver whether the next window was asked for
 * @internal
 */
export function makeWindow<S extends StateTree>(
  t: number,
  states: S[],
  losses: readonly Tensor[],
  chosen: readonly Tensor[],
  overlapping: boolean,
  isOver: () => boolean,
): Window<S> {
  const loss = chosen.reduce((sum, each) => sum.add(each));
  let used = false;
  return {
    t,
    start: t - states.length,
    loss,
    losses,
    states,
    state: detachState(states[states.length - 1]),
    backward(): void {
      if (used)
        throw new GraphError(`truncatedBPTT: backward() of the window at t = ${t} was already called`);
      if (overlapping && isOver()) {
        throw new GraphError(
          `truncatedBPTT: the window at t = ${t} is over: its oldest steps were severed when the next one was asked for; ` +
            `call backward() inside the loop`,
        );
      }
      used = true;
      loss.backward(undefined, { retainGraph: overlapping, updatedLeaves: overlapping });
    },
  };
}
