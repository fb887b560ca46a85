import { applyOpMany, empty, stack, unstack, type Op, type Tensor } from "@rewind/autograd";
import { selectRows } from "../gates/select-rows.ts";
import type { CodeCache } from "./code-cache.ts";
import type { Code } from "./code.ts";
import { stepAt, takers, type Course } from "./course.ts";
import type { RunMemory } from "./machine.ts";
import { perform } from "./perform.ts";
import { runBackward } from "./run-backward.ts";
import { runForward, type LoopInputs } from "./run-forward.ts";

/** A loop to be run. @internal */
export interface Loop {
  readonly code: Code;
  readonly course: Course;
  /** Told when the loop has to be laid on the tape after all. */
  readonly cache: CodeCache;
}

/** By a tensor the node saves, which alone holds it: memory goes when the tape lets go of what was saved. */
const memories = new WeakMap<Tensor, RunMemory>();

const op: Op<Loop> = {
  name: "scan",
  forward(context, inputs, { code, course }) {
    const arranged = arrange(code, inputs);
    const { results, memory } = runForward(code, course, arranged);
    if (code.backward === null) memory.release();
    else {
      const key = empty([0], "float32");
      memories.set(key, memory);
      context.save(key, ...arranged.invariants);
      context.whenFreed(() => memory.release());
    }
    return results;
  },
  backward(context, grads, { code, course }) {
    const [key, ...invariants] = context.saved;
    return runBackward(code, course, memories.get(key) as RunMemory, invariants, grads, context);
  },
  // States are read by the steps that follow.
  carried: (output) => output > 0,
  composed(inputs, { code, course, cache }) {
    cache.noteSecondOrder();
    const { program, before, loop, invariants: numbers } = code.analysis.phases;
    const { x, states, invariants } = arrange(code, inputs);
    const values = new Map<number, Tensor>([
      [0, x],
      ...numbers.map((n, i): [number, Tensor] => [n, invariants[i]]),
    ]);
    const run = (instruction: (typeof loop)[number]): void => {
      const results = perform(
        instruction,
        instruction.inputs.map((input) => values.get(input) as Tensor),
      );
      instruction.outputs.forEach((output, i) => values.set(output, results[i]));
    };
    before.forEach(run);
    const sequences = [0, ...before.flatMap(({ outputs }) => outputs)];
    const slices = new Map(sequences.map((number) => [number, unstack(values.get(number) as Tensor)]));
    const outputs = new Array<Tensor>(course.steps);
    const kept = new Array<readonly Tensor[]>(course.steps);
    let state = states;
    for (let i = 0; i < course.steps; i++) {
      const t = stepAt(course, i);
      for (const [number, slice] of slices) values.set(number, slice[t]);
      state.forEach((tensor, k) => values.set(1 + k, tensor));
      loop.forEach(run);
      const active = takers(course, t);
      const output = values.get(program.output) as Tensor;
      const found = state;
      const taken = program.next.map((value) => values.get(value) as Tensor);
      outputs[t] = active === null ? output : selectRows(active, output, null);
      state = active === null ? taken : taken.map((tensor, k) => selectRows(active, tensor, found[k]));
      kept[t] = state;
    }
    return [stack(outputs), ...(code.shape.keepStates ? kept.flat() : state)];
  },
};

/** Performs a loop as one operation: one record on the tape, however many steps. @internal */
export function performLoop(loop: Loop, { x, states, invariants }: LoopInputs): Tensor[] {
  return applyOpMany(op, [x, ...states, ...invariants], loop);
}

function arrange(code: Code, [x, ...rest]: readonly Tensor[]): LoopInputs {
  const { states } = code.analysis.phases.program;
  return { x, states: rest.slice(0, states), invariants: rest.slice(states) };
}
