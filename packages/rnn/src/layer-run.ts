import { stack, unstack, zeros, type Tensor } from "@rewind/autograd";
import type { Recurrence, Weights } from "./recurrence/recurrence.ts";
import { roll } from "./roll.ts";
import { scan, type ScanMode } from "./scan/scan.ts";
import { leaves } from "./scan/trace.ts";
import type { StateTree } from "./state.ts";

/** What one layer is to read, in one direction. @internal */
export interface LayerInput<S extends StateTree> {
  /** `[T, B, …]`, padding already zero. */
  readonly sequence: Tensor;
  readonly start: S;
  readonly lengths: Int32Array | null;
  readonly reverse: boolean;
  readonly keepStates: boolean;
  readonly mode: ScanMode | undefined;
}

/** What one layer gave in one direction. @internal */
export interface LayerRun<S extends StateTree> {
  readonly outputs: Tensor;
  readonly state: S;
  /** The tensors of the state after each step, in the order of time, if they are kept. */
  readonly states: readonly (readonly Tensor[])[];
}

/**
 * Runs one layer in one direction: replayed where that can be, else unrolled behind one projection of all inputs.
 *
 * @param owner the layer, whose name errors give and for whom compiled steps are kept
 * @internal
 */
export function runLayer<S extends StateTree>(
  owner: { readonly outputSize: number },
  recurrence: Recurrence<S>,
  weights: Weights,
  { sequence, start, lengths, reverse, keepStates, mode }: LayerInput<S>,
): LayerRun<S> {
  const [steps, batch] = sequence.shape;
  const blank = (...shape: number[]): Tensor =>
    zeros([...shape, batch, owner.outputSize], { dtype: sequence.dtype });
  if (steps === 0) return { outputs: blank(0), state: start, states: [] };
  const advance = (projected: Tensor, before: S): [Tensor, S] => {
    const next = recurrence.advance(weights, projected, before);
    return [recurrence.output(next), next];
  };
  const replayed = scan<S>(owner.constructor.name, mode, {
    sequence,
    start,
    lengths,
    reverse,
    keepStates,
    owner,
    weights: Object.values(weights),
    step: (x, before) => advance(recurrence.project(weights, x), before),
  });
  if (replayed !== null) return replayed;
  const projected = unstack(recurrence.project(weights, sequence));
  const { outputs, state, states } = roll<S>({
    steps,
    start,
    lengths,
    reverse,
    keepStates,
    padding: () => blank(),
    step: (t, before) => advance(projected[t], before),
  });
  return { outputs: stack(outputs), state, states: states.map(leaves) };
}
