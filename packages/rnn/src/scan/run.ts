import {
  type Tensor,
  empty,
  sizeOf,
  type Dtype,
  type OutputGrads,
  type Shape,
  type Workspace,
} from "@rewind/autograd";
import type { Call } from "./call.ts";
import type { Code } from "./code.ts";
import { stepAt, type Course } from "./course.ts";
import { RunMemory } from "./machine.ts";
import type { Slot } from "./storage.ts";

/** The loop's inputs: `[T, B, …]`, the states before the first step, and the invariant values. @internal */
export interface LoopInputs {
  readonly x: Tensor;
  readonly states: readonly Tensor[];
  readonly invariants: readonly Tensor[];
}

/** A forward pass that has run. @internal */
export interface Run {
  /** All outputs `[T, B, outputSize]`, then the last state. */
  readonly results: Tensor[];
  /** What a backward pass needs of it. */
  readonly memory: RunMemory;
}

/** @internal */
export function runForward(
  { machine, forward, backward, analysis }: Code,
  course: Course,
  inputs: LoopInputs,
): Run {
  const { program } = analysis.phases;
  const memory = new RunMemory(machine, forward.trail, Math.max(forward.work, backward?.work ?? 0));
  for (const instruction of analysis.called) memory.kept.set(instruction, []);
  machine.workspace = memory.workspace;
  machine.course = course;
  machine.kept = memory.kept;
  const first = stepAt(course, 0);
  const last = stepAt(course, course.steps - 1);
  const results = memory.within(forward.work, (trail, work) => {
    const bind = binder(memory.workspace, trail, work);
    bind.calls(forward.before, forward.loop);
    bind.write(forward.x, 0, inputs.x);
    inputs.invariants.forEach((tensor, i) => bind.write(forward.invariants[i], 0, tensor));
    inputs.states.forEach((tensor, k) => bind.write(forward.states[k].before, first, tensor));
    for (const call of forward.before) {
      call.prepare();
      call.step(0);
    }
    for (const call of forward.loop) call.prepare();
    for (let i = 0; i < course.steps; i++) {
      const t = stepAt(course, i);
      for (const call of forward.loop) call.step(t);
    }
    const { kinds, output } = program;
    return [
      bind.read(forward.outputs, 0, [course.steps, ...kinds[output].shape], kinds[output].dtype),
      ...forward.states.map(({ after }, k) => bind.read(after, last, kinds[1 + k].shape, kinds[1 + k].dtype)),
    ];
  });
  return { results, memory };
}

/**
 * Backpropagation through time along what {@link runForward} left behind, last step first.
 *
 * @returns the gradients of the loop's inputs: x, the states, the invariants
 * @internal
 */
export function runBackward(
  { machine, backward, analysis }: Code,
  course: Course,
  memory: RunMemory,
  invariants: readonly Tensor[],
  [gradOutputs, ...gradStates]: OutputGrads,
): (Tensor | null)[] {
  const { phases, gradient } = analysis;
  const { kinds } = phases.program;
  if (backward === null || gradient === null) return [];
  machine.workspace = memory.workspace;
  machine.course = course;
  machine.kept = memory.kept;
  return memory.within(backward.work, (trail, work) => {
    const bind = binder(memory.workspace, trail, work);
    bind.calls(backward.loop, backward.after);
    invariants.forEach((tensor, i) => bind.write(backward.invariants[i], 0, tensor));
    for (const [value, slot] of backward.constants)
      bind.write(slot, 0, gradient.constants.get(value) as Tensor);
    if (backward.outputs !== null) {
      const length = course.steps * sizeOf(kinds[phases.program.output].shape);
      if (gradOutputs !== null) bind.write(backward.outputs, 0, gradOutputs);
      else bind.clear(backward.outputs, length);
    }
    backward.states.forEach((slot, k) => {
      if (slot === null) return;
      const grad = gradStates[k];
      if (grad !== null) bind.write(slot, 0, grad);
      else bind.clear(slot, sizeOf(kinds[1 + k].shape));
    });
    for (const { steps } of backward.sums.values()) for (const sum of steps) sum.clear();
    for (const call of backward.loop) call.prepare();
    for (let i = course.steps - 1; i >= 0; i--) {
      const t = stepAt(course, i);
      for (const call of backward.loop) call.step(t);
    }
    for (const call of backward.after) {
      call.prepare();
      call.step(0);
    }
    const read = (slot: Slot | null, value: number, lead: readonly number[]): Tensor | null =>
      slot === null ? null : bind.read(slot, 0, [...lead, ...kinds[value].shape], kinds[value].dtype);
    return [
      read(backward.x, 0, [course.steps]),
      ...backward.states.map((slot, k) => read(slot, 1 + k, [])),
      ...phases.invariants.map((value) => {
        const sum = backward.sums.get(value);
        if (sum === undefined) return null;
        const { shape, dtype } = kinds[value];
        const total = empty(shape, dtype);
        const { data } = total;
        sum.slots.forEach((slot, i) => bind.addTo(data, slot, i === 0));
        for (const { values } of sum.steps) for (let i = 0; i < data.length; i++) data[i] += values[i];
        return total;
      }),
    ];
  });
}

/** Reads and writes slots, given where the blocks are. */
function binder(workspace: Workspace, trail: number, work: number) {
  const { unit } = workspace;
  const start = ({ block, offset, stride }: Slot, t: number): number =>
    (block === "trail" ? trail : work) / unit + offset + t * stride;
  return {
    calls(...lists: readonly (readonly Call[])[]): void {
      for (const list of lists) for (const call of list) call.bind(trail, work, unit);
    },
    write(slot: Slot, t: number, { data }: Tensor): void {
      workspace.array().set(data, start(slot, t));
    },
    clear(slot: Slot, length: number): void {
      const from = start(slot, 0);
      workspace.array().fill(0, from, from + length);
    },
    read(slot: Slot, t: number, shape: Shape, dtype: Dtype): Tensor {
      const from = start(slot, t);
      const out = empty(shape, dtype);
      out.data.set(workspace.array().subarray(from, from + out.size));
      return out;
    },
    addTo(data: Tensor["data"], slot: Slot, first: boolean): void {
      const memory = workspace.array();
      const from = start(slot, 0);
      if (first) data.set(memory.subarray(from, from + data.length));
      else for (let i = 0; i < data.length; i++) data[i] += memory[from + i];
    },
  };
}
