import { Tensor, empty } from "@rewind/autograd";
import { selectRows } from "../gates/select-rows.ts";
import { stepAt, takers, type Course } from "./course.ts";
import type { Plan } from "./hoist.ts";
import type { ReplayContext } from "./replay-context.ts";

/** The loop's inputs, by number of value. @internal */
export interface LoopInputs {
  readonly sequences: ReadonlyMap<number, Tensor>;
  readonly states: readonly Tensor[];
  readonly invariants: ReadonlyMap<number, Tensor>;
}

/** What rules saved, instruction after instruction, step after step in the order taken. @internal */
export type Trail = (readonly Tensor[])[];

/**
 * Runs the loop. Nothing is recorded per step but what rules save.
 *
 * @param trail null where no gradient will be asked for
 * @returns all outputs `[T, B, outputSize]` and the last state
 * @internal
 */
export function replayForward(
  { program, loop }: Plan,
  course: Course,
  { sequences, states, invariants }: LoopInputs,
  contexts: readonly ReplayContext[],
  trail: Trail | null,
): Tensor[] {
  const { steps } = course;
  const { kinds, output, next } = program;
  const values = new Array<Tensor>(kinds.length);
  for (const [number, invariant] of invariants) values[number] = invariant;
  const { shape, dtype } = kinds[output];
  const outputs = empty([steps, ...shape], dtype);
  const size = steps === 0 ? 0 : outputs.size / steps;
  let state = states;
  for (let i = 0; i < steps; i++) {
    const t = stepAt(course, i);
    for (const [number, sequence] of sequences) values[number] = at(sequence, t);
    for (let k = 0; k < state.length; k++) values[1 + k] = state[k];
    for (let k = 0; k < loop.length; k++) {
      const { op, options, inputs, outputs: results } = loop[k];
      const context = contexts[k];
      context.saved = [];
      const result = op.forward(
        context,
        inputs.map((input) => values[input]),
        options,
      );
      trail?.push(context.saved);
      if (!Array.isArray(result)) values[results[0]] = result;
      else for (let r = 0; r < results.length; r++) values[results[r]] = result[r];
    }
    const active = takers(course, t);
    const taken = next.map((value) => values[value]);
    state = active === null ? taken : taken.map((tensor, k) => selectRows(active, tensor, values[1 + k]));
    outputs.data.set(
      (active === null ? values[output] : selectRows(active, values[output], null)).data,
      t * size,
    );
  }
  // Copies: rules may have saved these very tensors, which users then could write to.
  return [outputs, ...state.map((tensor) => new Tensor(tensor.data.slice(), tensor.shape))];
}

/** Step `t` of a sequence, without a copy. @internal */
export function at(sequence: Tensor, t: number): Tensor {
  const shape = sequence.shape.slice(1);
  return sequence.window(t * shape.reduce((a, b) => a * b, 1), shape);
}
