import {
  ArgumentError,
  checkInteger,
  checkOptions,
  formatValue,
  isTensor,
  readable,
  unstack,
  type Tensor,
} from "@rewind/autograd";
import { leavesOf, type StateTree } from "../state.ts";

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

/** Options, checked and complete. @internal */
export type Plan<S extends StateTree, X> = Required<TruncatedBPTTOptions<S, X>>;

/** @internal */
export function planOf<S extends StateTree, X>(
  options: Omit<TruncatedBPTTOptions<S, X>, "inputs"> & { inputs: Iterable<X> | Tensor },
): Plan<S, X> {
  checkOptions("truncatedBPTT", options, ["step", "state", "inputs", "k1", "k2", "lossWindow"]);
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
  leavesOf("truncatedBPTT", state);
  // A typed array without elements may have been transferred: it has no iterator then.
  const given = ArrayBuffer.isView(inputs) && inputs.byteLength === 0 ? [] : inputs;
  const entries = isTensor(given) ? (unstack(given) as unknown as Iterable<X>) : given;
  if (typeof readable(entries as Partial<Iterable<X>> | undefined)?.[Symbol.iterator] !== "function") {
    throw new ArgumentError(
      `truncatedBPTT: inputs must be iterable, one entry per step, or a Tensor with time as its first axis; got ${formatValue(inputs)}`,
    );
  }
  return { step, state, inputs: entries, k1, k2, lossWindow };
}
