import { empty, type OutputGrads, type Tensor } from "@rewind/autograd";
import type { BackwardCode } from "./backward-code.ts";
import type { Code } from "./code.ts";
import { stepAt, type Course } from "./course.ts";
import type { GradientProgram } from "./gradient-program.ts";
import type { RunMemory } from "./machine.ts";
import { performTogether } from "./run-forward.ts";
import { View } from "./view.ts";

/**
 * Backpropagation through time along what a forward pass left behind, last step first.
 *
 * @param invariants the values they had then
 * @returns the gradients of the loop's inputs: x, the states, the invariants
 * @internal
 */
export function runBackward(
  code: Code,
  course: Course,
  memory: RunMemory,
  invariants: readonly Tensor[],
  grads: OutputGrads,
): (Tensor | null)[] {
  const { machine, backward, analysis } = code;
  const { gradient } = analysis;
  if (backward === null || gradient === null) return [];
  machine.use(memory, course);
  return memory.within(backward.work, (trail, work) => {
    const view = new View(memory.workspace, trail, work);
    view.bind(backward.loop);
    view.bind(backward.after);
    invariants.forEach((tensor, i) => view.write(backward.invariants[i], tensor));
    seed(backward, gradient, course, grads, view);
    for (const call of backward.loop) call.prepare();
    for (let i = course.steps - 1; i >= 0; i--) {
      const t = stepAt(course, i);
      for (const call of backward.loop) call.step(t);
    }
    performTogether(backward.after);
    const { kinds } = gradient;
    const { dtype } = kinds[0];
    return [
      backward.x === null ? null : view.read(backward.x, [course.steps, ...kinds[0].shape], dtype),
      ...backward.states.map((slot, k) =>
        slot === null ? null : view.read(slot, kinds[1 + k].shape, dtype),
      ),
      ...analysis.phases.invariants.map((value) => invariantGradient(backward, gradient, value, view)),
    ];
  });
}

/** Writes the upstream gradients and what the gradient program finds in place. */
function seed(
  backward: BackwardCode,
  { kinds, constants, seeds }: GradientProgram,
  { steps }: Course,
  [gradOutputs, ...gradStates]: OutputGrads,
  view: View,
): void {
  for (const [value, slot] of backward.constants) view.write(slot, constants.get(value) as Tensor);
  if (backward.outputs !== null && seeds.output !== null)
    view.writeOrClear(backward.outputs, gradOutputs, [steps, ...kinds[seeds.output].shape]);
  backward.states.forEach((slot, k) => {
    if (slot !== null) view.writeOrClear(slot, gradStates[k], kinds[1 + k].shape);
  });
  for (const { steps: sums } of backward.sums.values()) for (const sum of sums) sum.clear();
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
