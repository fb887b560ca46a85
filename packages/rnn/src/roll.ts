import type { Tensor } from "@rewind/autograd";
import { selectRows } from "./gates/select-rows.ts";
import { activeRows } from "./lengths.ts";
import { zipStates, type StateTree } from "./state.ts";

/** A recurrence to be laid along time. */
export interface Roll<S extends StateTree> {
  readonly steps: number;
  readonly start: S;
  readonly lengths: Int32Array | null;
  /** Whether to go from the last step to the first; with lengths, from each sequence's own last. */
  readonly reverse: boolean;
  readonly keepStates: boolean;
  step(t: number, state: S): readonly [output: Tensor, state: S];
  /** The output at a step where every sequence is padding. */
  padding(): Tensor;
}

export interface Rolled<S extends StateTree> {
  /** One output per step, in the order of time whatever the direction. */
  readonly outputs: Tensor[];
  /** The state after the last step taken. */
  readonly state: S;
  /** The state after each step, in the order of time. */
  readonly states: S[];
}

/**
 * Runs a recurrence step by step. At a padded step a sequence keeps its state and its output is zero; a step that is
 * padding for the whole batch is not taken at all.
 * @internal
 */
export function roll<S extends StateTree>({
  steps,
  start,
  lengths,
  reverse,
  keepStates,
  step,
  padding,
}: Roll<S>): Rolled<S> {
  const outputs = new Array<Tensor>(steps);
  const states = new Array<S>(keepStates ? steps : 0);
  const shortest = lengths === null ? steps : lengths.reduce((a, b) => Math.min(a, b), steps);
  const longest = lengths === null ? steps : lengths.reduce((a, b) => Math.max(a, b), 0);
  let state = start;
  let blank: Tensor | null = null;
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    if (t >= longest) outputs[t] = blank ??= padding();
    else {
      const [output, next] = step(t, state);
      if (lengths === null || t < shortest) {
        outputs[t] = output;
        state = next;
      } else {
        const active = activeRows(lengths, t);
        outputs[t] = selectRows(active, output, null);
        state = zipStates([next, state], ([taken, kept]) => selectRows(active, taken, kept)) as S;
      }
    }
    if (keepStates) states[t] = state;
  }
  return { outputs, state, states };
}
