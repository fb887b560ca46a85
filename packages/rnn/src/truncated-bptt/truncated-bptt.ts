import { noGrad, type Tensor } from "@rewind/autograd";
import { link } from "../gates/link.ts";
import { detachState, flattenState, mapState, type StateTree } from "../state.ts";
import { planOf, type Plan, type TruncatedBPTTOptions } from "./options.ts";
import { checkStepResult } from "./step-result.ts";
import { makeWindow, type Window } from "./window.ts";

/** The windows, and where the forward run has got to. */
export interface TruncatedRun<S extends StateTree> extends Iterable<Window<S>> {
  /** The newest state, without history: after the loop, the one to go on from. */
  readonly state: S;
}

/**
 * Truncated backpropagation through time with both of its parameters: after every k1 steps the loss is backpropagated through
 * the last k2 (Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
 * trajectories", 1990). Every step is computed once.
 *
 * - `k1 = k2`: one detached window after the other, the usual way to train a language model.
 * - `k1 < k2`: windows overlap. The state k2 steps back is severed from what came before it, and the rest of the tape is
 *   walked again. If parameters are updated between windows, steps from before the update hold activations of older
 *   parameters; the gradient combines those activations with the current weights, as Williams and Peng do. Here, and only
 *   here, the check for parameters written since they were used is relaxed.
 * - `k1 > k2`: history is shorter than the stride; steps that no update reaches are not recorded at all.
 *
 * Steps after the last multiple of k1 run, so that the state is complete, but belong to no window.
 *
 * @example
 * const run = truncatedBPTT({
 *   inputs: batchify(tokens, 16), k1: 8, k2: 32, state: cell.initialState(16),
 *   step: (x, state, t) => {
 *     const [h, next] = cell.step(embedding.forward(x), state);
 *     return [crossEntropy(out.forward(h), targets[t]), next];
 *   },
 * });
 * for (const window of run) {
 *   optimizer.zeroGrad();
 *   window.backward();
 *   optimizer.step();
 * }
 * @throws ArgumentError if k1 or k2 is not a whole number ≥ 1, or a step does not return a loss and a state
 */
export function truncatedBPTT<S extends StateTree>(
  options: Omit<TruncatedBPTTOptions<S, Tensor>, "inputs"> & { inputs: Tensor },
): TruncatedRun<S>;
export function truncatedBPTT<S extends StateTree, X>(options: TruncatedBPTTOptions<S, X>): TruncatedRun<S>;
export function truncatedBPTT<S extends StateTree, X>(
  options: Omit<TruncatedBPTTOptions<S, X>, "inputs"> & { inputs: Iterable<X> | Tensor },
): TruncatedRun<S> {
  const plan = planOf(options);
  let newest = options.state;
  return {
    get state(): S {
      return detachState(newest);
    },
    [Symbol.iterator]: () => run(plan, (state) => (newest = state)),
  };
}

function* run<S extends StateTree, X>(plan: Plan<S, X>, report: (state: S) => void): Generator<Window<S>> {
  const { k1, k2, step, lossWindow } = plan;
  const overlapping = k1 < k2;
  /** The steps an update may still reach, oldest first; `joint` is what the next step was given. */
  const history: { state: S; joint: S }[] = [];
  let losses: Tensor[] = [];
  let carried = plan.state;
  let t = 0;
  for (const x of plan.inputs) {
    const unreached = t % k1 < k1 - k2;
    const given = carried;
    const index = t;
    const forward = (): readonly [Tensor, S] => checkStepResult(step(x, given, index), index);
    const [loss, state] = unreached ? noGrad(forward) : forward();
    t++;
    losses.push(loss);
    report(state);
    if (overlapping) carried = mapState(state, (tensor) => (tensor.requiresGrad ? link(tensor) : tensor));
    else if (unreached || t % k1 === 0) carried = detachState(state);
    else carried = state;
    if (!unreached) history.push({ state, joint: carried });
    if (t % k1 !== 0) continue;
    let over = false;
    const chosen = lossWindow === "last" ? losses.slice(-1) : losses.slice(-Math.min(k1, k2));
    yield makeWindow(
      t,
      history.map((entry) => entry.state),
      losses,
      chosen,
      overlapping,
      () => over,
    );
    over = true;
    losses = [];
    // Where the next window starts is known now, so the tape need never be longer than k2.
    const severed = overlapping ? history.splice(0, Math.max(0, history.length + k1 - k2)).pop() : undefined;
    if (severed !== undefined) sever(severed.joint);
    if (!overlapping) history.length = 0;
  }
}

function sever(joint: StateTree): void {
  for (const { tensor } of flattenState(joint)) if (!tensor.isLeaf) tensor.detach_();
}
