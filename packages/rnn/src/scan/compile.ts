import { Tensor, empty, sameShape, sizeOf, sumTo, type Op, type Shape } from "@rewind/autograd";
import { Call, type Action } from "./call.ts";
import type { GradientInstruction } from "./gradient-program.ts";
import type { Machine } from "./machine.ts";
import type { Instruction, Kind } from "./program.ts";
import { ReplayContext } from "./replay-context.ts";
import { copy } from "./row-actions.ts";
import type { Slot, Storage } from "./storage.ts";

/** How the values of an instruction are stored. @internal */
export interface Arrangement {
  readonly machine: Machine;
  readonly storage: Storage;
  readonly kinds: readonly Kind[];
  readonly slotOf: (value: number) => Slot;
  readonly isFixed: (value: number) => boolean;
  /** Instructions whose rules want what the forward pass itself saves. */
  readonly called: ReadonlySet<Instruction>;
}

/**
 * An instruction as calls.
 *
 * @param steps of how many steps the rows are worked on together: 1 within the loop
 * @internal
 */
export function compile(instruction: GradientInstruction, arrangement: Arrangement, steps: number): Call[] {
  const { machine, storage, kinds, slotOf, isFixed, called } = arrangement;
  const { op, inputs, outputs, options } = instruction;
  if (op.alias === true && instruction.rule === undefined) return [];
  const shapeOf = (value: number): Shape => {
    const { shape } = kinds[value];
    // Slots of one place for all steps are not worked on by rows: weights, and sums over steps.
    return steps === 1 || slotOf(value).stride === 0 ? shape : [steps * shape[0], ...shape.slice(1)];
  };
  const slots = [...inputs, ...outputs].map(slotOf);
  const shapes = { inputs: inputs.map(shapeOf), outputs: outputs.map(shapeOf) };
  const lowered =
    machine.heap === null || instruction.rule !== undefined || called.has(instruction)
      ? null
      : (op.lower?.({ heap: machine.heap, ...shapes, invariant: inputs.map(isFixed) }, options) ?? null);
  if (lowered === null) return [new Call(slots, plain(instruction, machine, shapes, kinds))];
  const after: Call[] = [];
  if (!lowered.exact && steps === 1) {
    // What runs over the end of one step would run into the next, which may be there already.
    outputs.forEach((output, i) => {
      const slot = slots[inputs.length + i];
      if (slot.stride === 0) return;
      const size = sizeOf(kinds[output].shape);
      const aside = storage.single("work", size);
      slots[inputs.length + i] = aside;
      after.push(new Call([aside, slot], copy(machine, size)));
    });
  }
  for (const size of lowered.scratch ?? []) slots.push(storage.single("work", size));
  return [
    new Call(slots, (at) => lowered.run(at), lowered.prepare && ((at) => lowered.prepare?.(at))),
    ...after,
  ];
}

/** An operation as its own forward pass, or a rule as it is, on copies of what is in memory. */
function plain(
  instruction: GradientInstruction,
  machine: Machine,
  shapes: { readonly inputs: readonly Shape[]; readonly outputs: readonly Shape[] },
  kinds: readonly Kind[],
): Action {
  const { inputs } = shapes;
  const perform =
    instruction.rule === undefined ? forward(instruction, machine, kinds) : rule(instruction, machine, kinds);
  return (at, t) => {
    const { workspace } = machine;
    const tensors = inputs.map((shape, i) => {
      const start = at[i] / workspace.unit;
      return new Tensor(workspace.array().slice(start, start + sizeOf(shape)), shape);
    });
    perform(tensors, t).forEach((result, i) => {
      if (result !== null) workspace.array().set(result.data, at[inputs.length + i] / workspace.unit);
    });
  };
}

type Perform = (inputs: readonly Tensor[], t: number) => readonly (Tensor | null)[];

function forward(instruction: Instruction, machine: Machine, kinds: readonly Kind[]): Perform {
  const op: Op = instruction.op;
  const needs = instruction.inputs.map(() => true);
  return (inputs, t) => {
    const context = new ReplayContext(instruction, kinds, needs);
    const result = op.forward(context, inputs, instruction.options);
    const kept = machine.kept?.get(instruction);
    if (kept !== undefined) kept[t] = context.saved;
    return Array.isArray(result) ? result : [result];
  };
}

function rule({ rule: called }: GradientInstruction, machine: Machine, kinds: readonly Kind[]): Perform {
  const { of, present, wanted } = called as NonNullable<GradientInstruction["rule"]>;
  const context = new ReplayContext(of, kinds, of.inputs.map((_, i) => wanted.includes(i))); // prettier-ignore
  return (inputs, t) => {
    let next = 0;
    const grads = present.map((there) => (there ? inputs[next++] : null));
    context.saved = machine.kept?.get(of)?.[t] ?? [];
    const found = of.op.backward!(context, grads, of.options);
    return wanted.map((i) => {
      const { shape, dtype } = kinds[of.inputs[i]];
      const grad = found[i] as Tensor | null | undefined;
      if (grad === null || grad === undefined) return empty(shape, dtype);
      return sameShape(grad.shape, shape) ? grad : sumTo(grad, shape);
    });
  };
}
