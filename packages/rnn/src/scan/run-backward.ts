import { empty, sizeOf, type Context, type OutputGrads, type Tensor } from "@rewind/autograd";
import type { BackwardCode } from "./backward-code.ts";
import type { Code } from "./code.ts";
import { stepAt, takers, type Course } from "./course.ts";
import type { GradientProgram } from "./gradient-program.ts";
import type { RunMemory } from "./machine.ts";
import { performTogether } from "./run-forward.ts";
import type { Slot } from "./storage.ts";
import { View } from "./view.ts";

/**
 * Backpropagation through time along what a forward pass left behind, last step first.
 *
 * @param invariants the values they had then
 * @param grads of all outputs, then of the states: those after every step, or those after the last
 * @returns the gradients of the loop's inputs that the context needs: x, the states, the invariants
 * @internal
 */
export function runBackward(
  code: Code,
  course: Course,
  memory: RunMemory,
  invariants: readonly Tensor[],
  grads: OutputGrads,
  context: Pick<Context, "needs" | "totals">,
): (Tensor | null)[] {
  const { machine, analysis } = code;
  const { gradient } = analysis;
  if (code.backward === null || gradient === null) return [];
  const repeats = repeatsLast(code, memory, invariants, grads);
  const observed = repeats || context.totals !== null;
  const backward = observed ? code.observedBackward() : code.backward;
  const { kinds } = gradient;
  const [{ dtype }] = kinds;
  const states = backward.states.length;
  const wantsX = backward.x !== null && context.needs(0);
  const wantsSums = invariants.some((_, i) => context.needs(1 + states + i));
  machine.use(memory, course);
  const pass = (trail: number, work: number): (Tensor | null)[] => {
    const view = new View(memory.workspace, trail, work);
    view.bind(backward.after);
    if (!repeats) {
      view.bind(backward.loop);
      invariants.forEach((tensor, i) => view.write(backward.invariants[i], tensor));
      seed(backward, gradient, course, grads[0], view);
      for (const call of backward.loop) call.prepare();
      for (let i = course.steps - 1; i >= 0; i--) {
        const t = stepAt(course, i);
        arrive(code, course, t, grads, backward, view);
        for (const call of backward.loop) call.step(t);
      }
    }
    performTogether(wantsSums ? backward.after : wantsX ? backward.afterForX : []);
    if (context.totals !== null) tellTotals(code, course, backward, view, context.totals);
    return [
      wantsX ? view.read(backward.x as Slot, [course.steps, ...kinds[0].shape], dtype) : null,
      ...backward.states.map((slot, k) =>
        slot === null || !context.needs(1 + k) ? null : view.read(slot, kinds[1 + k].shape, dtype),
      ),
      ...analysis.phases.invariants.map((value, i) =>
        context.needs(1 + states + i) ? invariantGradient(backward, gradient, value, view) : null,
      ),
    ];
  };
  if (repeats) return memory.again(pass);
  const remembered = observed && mayRepeat(backward, grads) ? versionsOf(invariants) : null;
  return remembered === null
    ? memory.within(backward.work, pass)
    : memory.leaving(remembered, backward.work, pass);
}

// To look at gradients and then to train takes two passes over one loop from the same gradients. The first leaves what it
// has worked out, and the second goes on from there.

/** Whether all that a pass found out is in its work, and all that it started from is the gradient of the outputs. */
function mayRepeat({ outputs, sums }: BackwardCode, [, ...gradStates]: OutputGrads): boolean {
  return (
    outputs !== null &&
    gradStates.every((grad) => grad === null) &&
    [...sums.values()].every(({ steps }) => steps.length === 0)
  );
}

/** Whether a pass from these gradients does what the last one did, whose work is still there. */
function repeatsLast(
  code: Code,
  memory: RunMemory,
  invariants: readonly Tensor[],
  [gradOutputs, ...gradStates]: OutputGrads,
): boolean {
  const versions = memory.origin as readonly number[] | null;
  if (versions === null || gradOutputs === null || gradStates.some((grad) => grad !== null)) return false;
  if (versionsOf(invariants).some((version, i) => version !== versions[i])) return false;
  const { outputs } = code.observedBackward();
  return memory.again((trail, work) =>
    new View(memory.workspace, trail, work).holds(outputs as Slot, gradOutputs),
  );
}

function versionsOf(tensors: readonly Tensor[]): readonly number[] {
  return tensors.map(({ version }) => version);
}

/** Writes the upstream gradients of the outputs and what the gradient program finds in place; no state has one yet. */
function seed(
  backward: BackwardCode,
  { kinds, constants, seeds }: GradientProgram,
  { steps }: Course,
  gradOutputs: Tensor | null,
  view: View,
): void {
  for (const [value, slot] of backward.constants) view.write(slot, constants.get(value) as Tensor);
  if (backward.outputs !== null && seeds.output !== null)
    view.writeOrClear(backward.outputs, gradOutputs, [steps, ...kinds[seeds.output].shape]);
  backward.states.forEach((slot, k) => {
    if (slot !== null) view.writeOrClear(slot, null, kinds[1 + k].shape);
  });
  for (const { steps: sums } of backward.sums.values()) for (const sum of sums) sum.clear();
}

/** Adds what has arrived from outside at the states after step `t`. */
function arrive(
  code: Code,
  course: Course,
  t: number,
  grads: OutputGrads,
  { states }: BackwardCode,
  view: View,
): void {
  const first = stateOutput(code, course, t);
  if (first === null) return;
  for (let k = 0; k < states.length; k++) {
    const slot = states[k];
    const grad = grads[first + k];
    if (slot !== null && grad !== null) view.addFrom(slot, grad);
  }
}

/** The number of the output that is the first tensor of the state after step `t`, if it is an output. @internal */
export function stateOutput({ analysis, shape }: Code, course: Course, t: number): number | null {
  if (shape.keepStates) return 1 + t * analysis.phases.program.states;
  return t === stepAt(course, course.steps - 1) ? 1 : null;
}

/** Tells of the complete gradients of all states that are outputs. */
function tellTotals(
  code: Code,
  course: Course,
  { totals }: BackwardCode,
  view: View,
  tell: NonNullable<Context["totals"]>,
): void {
  const { kinds } = code.analysis.phases.program;
  totals.forEach((total, k) => {
    if (total === null) return;
    const { shape, dtype } = kinds[1 + k];
    const all = [course.steps, ...shape];
    const taken = view.read(total.taken, all, dtype);
    const paused = total.paused === null ? taken : view.read(total.paused, all, dtype);
    for (let t = 0; t < course.steps; t++) {
      const first = stateOutput(code, course, t);
      if (first === null) continue;
      const from = takers(course, t) === null ? taken : paused;
      tell(first + k, from.window(t * sizeOf(shape), shape));
    }
  });
}

function invariantGradient(
  { sums }: BackwardCode,
  { kinds }: GradientProgram,
  value: number,
  view: View,
): Tensor | null {
  const sum = sums.get(value);
  if (sum === undefined) return null;
  const { shape, dtype } = kinds[value];
  const [first, ...others] = sum.slots;
  const total = first === undefined ? empty(shape, dtype) : view.read(first, shape, dtype);
  for (const slot of others) view.addTo(total, slot);
  for (const { values } of sum.steps) for (let i = 0; i < total.size; i++) total.data[i] += values[i];
  return total;
}
