import type { BackwardLayout } from "./backward-layout.ts";
import { Call } from "./call.ts";
import { clearTakers, copy, copyTakers, settleTakers } from "./row-actions.ts";
import { sameSlot, type Slot } from "./storage.ts";

/** The gradients of the states, as they are carried from each step to the one before. @internal */
export interface CarriedGradients {
  /** Null where none is wanted. */
  readonly slots: readonly (Slot | null)[];
  /** What is done at the start of a step. */
  readonly start: readonly Call[];
  /** What is done at its end, once everything has its place. */
  end(): Call[];
}

/** @internal */
export function carriedGradients(layout: BackwardLayout): CarriedGradients {
  const { program, machine, rows, later, rootOf } = layout;
  const { masked } = layout.shape;
  const seeds = program.seeds.next;
  const results = program.states.map((value) => (value === null ? null : rootOf(value)));
  // Where one state's gradient becomes another's, each step reads copies, lest they be overwritten.
  const crossed = results.some((value, k) => value !== null && seeds.includes(value) && seeds[k] !== value);
  const start: Call[] = [];
  const slots = seeds.map((seed, k): Slot | null => {
    if (seed === null && results[k] === null && !(masked && program.wanted[k])) return null;
    const slot = layout.storage.single("work", layout.size(1 + k));
    if (seed === null) return slot;
    if (!masked && !crossed && !later.has(seed)) return layout.place(seed, slot);
    const action = masked
      ? copyTakers(machine, rows, layout.size(seed), false)
      : copy(machine, layout.size(seed));
    start.push(new Call([slot, layout.varying(seed)], action));
    return slot;
  });
  results.forEach((value, k) => {
    const slot = slots[k];
    if (value !== null && slot !== null && mayReplace(layout, value, seeds[k])) layout.place(value, slot);
  });

  const settle = (slot: Slot, k: number): Call[] => {
    const value = results[k];
    const size = layout.size(1 + k);
    if (value === null) return [new Call([slot], clearTakers(machine, rows, size))];
    const made = layout.slotOf(value);
    if (sameSlot(made, slot)) return [];
    return [new Call([made, slot], masked ? settleTakers(machine, rows, size) : copy(machine, size))];
  };
  return { slots, start, end: () => slots.flatMap((slot, k) => (slot === null ? [] : settle(slot, k))) };
}

/** Whether a state's gradient may be made in the place of the one before: nobody reads that any more. */
function mayReplace(layout: BackwardLayout, value: number, seed: number | null): boolean {
  const { phases, program, rootOf, later, shape } = layout;
  if (shape.masked || layout.has(value) || later.has(value)) return false;
  const maker = phases.loop.findIndex(({ outputs }) => outputs.includes(value));
  if (maker < 0 || seed === null) return maker >= 0;
  const read = phases.loop.slice(maker).flatMap(({ inputs }) => inputs);
  return ![...read, ...[...program.invariants.values()].flat()].some((input) => rootOf(input) === seed);
}
