import { sizeOf, type Tensor } from "@rewind/autograd";
import type { Call } from "./call.ts";
import type { Code } from "./code.ts";
import { stepAt, type Course } from "./course.ts";
import { RunMemory } from "./machine.ts";
import { View } from "./view.ts";

/** The loop's inputs: `[T, B, …]`, the states before the first step, and the invariant values. @internal */
export interface LoopInputs {
  readonly x: Tensor;
  readonly states: readonly Tensor[];
  readonly invariants: readonly Tensor[];
}

/** A forward pass that has run. @internal */
export interface Run {
  /** All outputs `[T, B, outputSize]`, then the state after every step, or only the last. */
  readonly results: Tensor[];
  /** What a backward pass needs of it. */
  readonly memory: RunMemory;
}

/** @internal */
export function runForward(code: Code, course: Course, inputs: LoopInputs): Run {
  const { machine, forward, backward, analysis } = code;
  const memory = new RunMemory(machine, forward.trail, Math.max(forward.work, backward?.work ?? 0));
  for (const instruction of analysis.called) memory.kept.set(instruction, []);
  machine.use(memory, course);
  try {
    const results = memory.within(forward.work, (trail, work) =>
      forwardPass(code, course, inputs, new View(memory.workspace, trail, work)),
    );
    return { results, memory };
  } catch (error) {
    memory.release();
    throw error;
  }
}

function forwardPass(
  { forward, analysis, shape: { keepStates } }: Code,
  course: Course,
  inputs: LoopInputs,
  view: View,
): Tensor[] {
  const { kinds, output } = analysis.phases.program;
  const first = stepAt(course, 0);
  const last = stepAt(course, course.steps - 1);
  view.bind(forward.before);
  view.bind(forward.loop);
  view.write(forward.x, inputs.x);
  inputs.invariants.forEach((tensor, i) => view.write(forward.invariants[i], tensor));
  inputs.states.forEach((tensor, k) => view.write(forward.states[k].before, tensor, first));
  performTogether(forward.before);
  for (const call of forward.loop) call.prepare();
  for (let i = 0; i < course.steps; i++) {
    const t = stepAt(course, i);
    for (const call of forward.loop) call.step(t);
  }
  const { shape, dtype } = kinds[output];
  const outputs = view.read(forward.outputs, [course.steps, ...shape], dtype);
  if (!keepStates) {
    const finals = forward.states.map(({ after }, k) => view.read(after, kinds[1 + k].shape, dtype, last));
    return [outputs, ...finals];
  }
  const sequences = forward.states.map(({ after }, k) =>
    view.read(after, [course.steps, ...kinds[1 + k].shape], dtype),
  );
  const results = [outputs];
  for (let t = 0; t < course.steps; t++)
    sequences.forEach((sequence, k) => {
      const own = kinds[1 + k].shape;
      results.push(sequence.window(t * sizeOf(own), own));
    });
  return results;
}

/** Performs what is done for all steps at once. @internal */
export function performTogether(calls: readonly Call[]): void {
  for (const call of calls) {
    call.prepare();
    call.step(0);
  }
}
