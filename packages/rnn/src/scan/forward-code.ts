import { sizeOf } from "@rewind/autograd";
import { Call } from "./call.ts";
import { compile } from "./compile.ts";
import type { Machine } from "./machine.ts";
import type { Phases } from "./phases.ts";
import type { Instruction } from "./program.ts";
import { copy, copyTakers } from "./row-actions.ts";
import { Storage, sameSlot, shifted, type Slot } from "./storage.ts";

/** What compiled code is made for, beside its program. @internal */
export interface LoopShape {
  readonly steps: number;
  readonly reverse: boolean;
  /** Whether some sequences are shorter than others. */
  readonly masked: boolean;
  /** Whether the state after every step is an output. */
  readonly keepStates: boolean;
}

/** The forward pass of a loop as calls. @internal */
export interface ForwardCode {
  /** Done for all steps together, before the loop. */
  readonly before: readonly Call[];
  readonly loop: readonly Call[];
  readonly trail: number;
  readonly work: number;
  readonly x: Slot;
  readonly invariants: readonly Slot[];
  /** Each state, as a step finds it and as it leaves it. */
  readonly states: readonly { readonly before: Slot; readonly after: Slot }[];
  readonly outputs: Slot;
  /** Where a value of the program lies. */
  readonly slotOf: (value: number) => Slot;
}

/**
 * @param kept values that the backward pass reads, of every step
 * @param called instructions whose rules are called as they are
 * @internal
 */
export function forwardCode(
  phases: Phases,
  { steps, reverse, masked, keepStates }: LoopShape,
  machine: Machine,
  kept: ReadonlySet<number>,
  called: ReadonlySet<Instruction>,
): ForwardCode {
  const { program, places, before, loop, invariants } = phases;
  const { kinds, states, output, next } = program;
  const line = [...before, ...loop];
  const rootOf = roots(kinds.length, line);
  const wanted = new Set([...kept].map(rootOf));
  const storage = new Storage();
  const slots = new Map<number, Slot>();
  const size = (value: number): number => sizeOf(kinds[value].shape);
  const rows = kinds[0].shape[0];
  const lasting = kept.size > 0 ? "trail" : "work";
  const block = (value: number): "trail" | "work" => (wanted.has(value) ? "trail" : "work");

  for (const value of invariants) slots.set(value, storage.single("work", size(value)));
  slots.set(0, storage.sequence(block(0), size(0), steps));

  // A state that is looked at later gets a place for every step, one more than there are; so does one that becomes
  // another, lest it be overwritten before it is read.
  const last = next.map(rootOf);
  const crossed = last.some((value) => places[value] === "state");
  const outputRoot = rootOf(output);
  const claimed = new Set<number>();
  const stateSlots = last.map((value, k) => {
    const made = !masked && places[value] === "local" && !claimed.has(value);
    const isOutput = made && value === outputRoot;
    if (!wanted.has(1 + k) && !crossed && !isOutput && !keepStates) {
      const only = storage.single("work", size(1 + k));
      slots.set(1 + k, only);
      return { before: only, after: only };
    }
    const all = storage.sequence(lasting, size(1 + k), steps + 1);
    const later = shifted(all, size(1 + k));
    const slot = reverse ? { before: later, after: all } : { before: all, after: later };
    slots.set(1 + k, slot.before);
    if (made) {
      claimed.add(value);
      slots.set(value, slot.after);
    }
    return slot;
  });
  for (const { outputs } of line) {
    for (const value of outputs) {
      if (rootOf(value) !== value || slots.has(value)) continue;
      const lies = places[value] === "sequence" || wanted.has(value) || (value === outputRoot && !masked);
      slots.set(
        value,
        lies ? storage.sequence(block(value), size(value), steps) : storage.single("work", size(value)),
      );
    }
  }

  const slotOf = (value: number): Slot => slots.get(rootOf(value)) as Slot;
  const arrangement = {
    machine,
    storage,
    kinds,
    slotOf,
    isFixed: (value: number) => places[rootOf(value)] === "invariant",
    called,
  };
  const calls = loop.flatMap((instruction) => compile(instruction, arrangement, 1));
  const made = slotOf(output);
  const inPlace = !masked && made.stride > 0 && made.stride === size(output);
  const outputs = inPlace ? made : storage.sequence("work", size(output), steps);
  if (!inPlace) {
    const action = masked ? copyTakers(machine, rows, size(output), false) : copy(machine, size(output));
    calls.push(new Call([made, outputs], action));
  }
  next.forEach((value, k) => {
    const { before: found, after } = stateSlots[k];
    const from = slotOf(value);
    if (sameSlot(from, after)) return;
    if (masked && !sameSlot(found, after)) calls.push(new Call([found, after], copy(machine, size(value))));
    const action = masked ? copyTakers(machine, rows, size(value), true) : copy(machine, size(value));
    calls.push(new Call([from, after], action));
  });
  const prelude = before.flatMap((instruction) => compile(instruction, arrangement, steps));
  return {
    before: prelude,
    loop: calls,
    trail: storage.used.trail,
    work: storage.used.work,
    x: slotOf(0),
    invariants: invariants.map(slotOf),
    states: stateSlots.slice(0, states),
    outputs,
    slotOf,
  };
}

/** Which value holds the elements of each: aliases hold none of their own. @internal */
export function roots(values: number, line: readonly Instruction[]): (value: number) => number {
  const found = Array.from({ length: values }, (_, value) => value);
  for (const { op, inputs, outputs } of line) if (op.alias === true) found[outputs[0]] = found[inputs[0]];
  return (value) => found[value];
}
