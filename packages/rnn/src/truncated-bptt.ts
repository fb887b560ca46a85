import {
  ArgumentError,
  GraphError,
  ShapeError,
  Tensor,
  checkInteger,
  checkOptions as checkNames,
  formatShape,
  formatValue,
  noGrad,
  unstack,
} from "@rewind/autograd";
import { link } from "./gates/link.ts";
import { detachState, flattenState, mapState, type StateTree } from "./state.ts";

/** Which steps' losses an update backpropagates: the newest `min(k1, k2)`, or the last alone. */
export type LossWindow = "new" | "last";

/** Options of {@link truncatedBPTT}. */
export interface TruncatedBPTTOptions<S extends StateTree, X> {
  /**
   * One forward step: from an input and the state before, the step's loss (one element) and the next state. `t` counts
   * inputs from 0.
   */
  step(x: X, state: S, t: number): readonly [loss: Tensor, state: S];
  /** The state before the first step. If it requires a gradient, windows that reach back to it give it one. */
  state: S;
  /** One entry per step; may be endless. */
  inputs: Iterable<X>;
  /** Forward steps between updates. */
  k1: number;
  /** Steps of history each update backpropagates through. */
  k2: number;
  /** Default `"new"`. */
  lossWindow?: LossWindow;
}

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
  const plan = checkOptions(options);
  let newest = options.state;
  return {
    get state(): S {
      return detachState(newest);
    },
    [Symbol.iterator]: () => run(plan, (state) => (newest = state)),
  };
}

type Plan<S extends StateTree, X> = Required<TruncatedBPTTOptions<S, X>>;

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
    const forward = (): readonly [Tensor, S] => checkStep(step(x, given, index), index);
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

function makeWindow<S extends StateTree>(
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

function sever(joint: StateTree): void {
  for (const { tensor } of flattenState(joint)) if (!tensor.isLeaf) tensor.detach_();
}

function checkOptions<S extends StateTree, X>(
  options: Omit<TruncatedBPTTOptions<S, X>, "inputs"> & { inputs: Iterable<X> | Tensor },
): Plan<S, X> {
  checkNames("truncatedBPTT", options, ["step", "state", "inputs", "k1", "k2", "lossWindow"]);
  const { step, state, inputs, lossWindow = "new" } = options;
  const k1 = checkInteger("truncatedBPTT", "k1", options.k1, 1);
  const k2 = checkInteger("truncatedBPTT", "k2", options.k2, 1);
  if (typeof step !== "function") {
    throw new ArgumentError(
      `truncatedBPTT: step must be a function of (x, state, t), got ${formatValue(step)}`,
    );
  }
  if (lossWindow !== "new" && lossWindow !== "last") {
    throw new ArgumentError(
      `truncatedBPTT: lossWindow must be "new" or "last", got ${formatValue(lossWindow)}`,
    );
  }
  flattenState(state);
  const entries = inputs instanceof Tensor ? (unstack(inputs) as unknown as Iterable<X>) : inputs;
  if (typeof (entries as Partial<Iterable<X>> | undefined)?.[Symbol.iterator] !== "function") {
    throw new ArgumentError(
      `truncatedBPTT: inputs must be iterable, one entry per step, or a Tensor with time as its first axis; got ${formatValue(inputs)}`,
    );
  }
  return { step, state, inputs: entries, k1, k2, lossWindow };
}

function checkStep<S extends StateTree>(result: readonly [Tensor, S], t: number): readonly [Tensor, S] {
  if (!Array.isArray(result) || result.length !== 2 || !(result[0] instanceof Tensor)) {
    throw new ArgumentError(
      `truncatedBPTT: step must return [loss, state], but returned ${formatValue(result)} at step ${t}`,
    );
  }
  const [loss] = result;
  if (loss.size !== 1) {
    throw new ShapeError(
      `truncatedBPTT: the loss of step ${t} has shape ${formatShape(loss.shape)}; reduce it to one element with mean() or sum()`,
    );
  }
  return result;
}
