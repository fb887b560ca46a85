import { sizeOf } from "@rewind/autograd";
import { Call } from "./call.ts";
import { compile } from "./compile.ts";
import { roots, type ForwardCode, type LoopShape } from "./forward-code.ts";
import { gradientPhases } from "./gradient-phases.ts";
import type { GradientProgram } from "./gradient-program.ts";
import type { Machine } from "./machine.ts";
import type { Phases } from "./phases.ts";
import type { Instruction } from "./program.ts";
import { clearTakers, copy, copyTakers, settleTakers } from "./row-actions.ts";
import { Storage, sameSlot, type Slot } from "./storage.ts";
import { StepSum } from "./step-sum.ts";

/** The backward pass of a loop as calls. @internal */
export interface BackwardCode {
  readonly loop: readonly Call[];
  /** Done for all steps together, after the loop. */
  readonly after: readonly Call[];
  readonly work: number;
  readonly invariants: readonly Slot[];
  /** The values of the gradient program that are the same at every step, and their places. */
  readonly constants: ReadonlyMap<number, Slot>;
  /** Upstream gradient of all outputs; null where none is wanted. */
  readonly outputs: Slot | null;
  /** The gradient of each state: at the start that of the last, at the end that of the first. Null where none is wanted. */
  readonly states: readonly (Slot | null)[];
  readonly x: Slot | null;
  /** For each invariant: sums over all steps, in memory or beside it. */
  readonly sums: ReadonlyMap<number, { readonly slots: readonly Slot[]; readonly steps: readonly StepSum[] }>;
}

/** Which values of the forward pass a backward pass reads. @internal */
export function valuesRead({ program, places }: Phases, { instructions }: GradientProgram): Set<number> {
  const forward = program.kinds.length;
  const read = instructions.flatMap(({ inputs }) => inputs);
  return new Set(read.filter((value) => value < forward && places[value] !== "invariant"));
}

/** @internal */
export function backwardCode(
  phases: Phases,
  program: GradientProgram,
  { steps, masked }: LoopShape,
  machine: Machine,
  forward: ForwardCode,
): BackwardCode {
  const { kinds, constants, seeds } = program;
  const { loop, after, places } = gradientPhases(phases, program);
  const line = [...loop, ...after];
  const rootOf = roots(kinds.length, line.filter(({ rule }) => rule === undefined)); // prettier-ignore
  const storage = new Storage();
  const slots = new Map<number, Slot>();
  const size = (value: number): number => sizeOf(kinds[value].shape);
  const rows = kinds[0].shape[0];

  const single = (value: number): Slot => {
    const slot = storage.single("work", size(value));
    slots.set(value, slot);
    return slot;
  };
  const invariants = phases.invariants.map(single);
  const ownConstants = new Map([...constants.keys()].map((value) => [value, single(value)]));
  const later = new Set(after.flatMap(({ inputs }) => inputs.map(rootOf)));
  if (program.x !== null) later.add(rootOf(program.x));
  const varying = (value: number): Slot =>
    later.has(value) ? storage.sequence("work", size(value), steps) : storage.single("work", size(value));

  const calls: Call[] = [];
  // The upstream gradient of the outputs.
  const { output } = seeds;
  let outputs: Slot | null = null;
  if (output !== null) {
    outputs = storage.sequence("work", size(output), steps);
    if (!masked) slots.set(output, outputs);
    else {
      const own = varying(output);
      slots.set(output, own);
      calls.push(new Call([outputs, own], copyTakers(machine, rows, size(output), false)));
    }
  }
  // The gradients carried from step to step. Where a rule may still want the one before, it gets a copy.
  const seedOf = new Map(seeds.next.flatMap((seed, k) => (seed === null ? [] : [[seed, k]])));
  const results = program.states.map((value) => (value === null ? null : rootOf(value)));
  const crossed = results.some((value, k) => value !== null && seedOf.has(value) && seedOf.get(value) !== k);
  const carried = seeds.next.map((seed, k): Slot | null => {
    if (seed === null && results[k] === null && !(masked && program.wanted[k])) return null;
    const slot = storage.single("work", size(1 + k));
    if (seed === null) return slot;
    if (!masked && !crossed && !later.has(seed)) slots.set(seed, slot);
    else {
      const own = varying(seed);
      slots.set(seed, own);
      const action = masked ? copyTakers(machine, rows, size(seed), false) : copy(machine, size(seed));
      calls.push(new Call([slot, own], action));
    }
    return slot;
  });
  // A state's gradient may be made in its place once nobody reads the one that was there.
  const added = new Set([...program.invariants.values()].flat().map(rootOf));
  results.forEach((value, k) => {
    const slot = carried[k];
    const seed = seeds.next[k];
    if (value === null || slot === null || masked || slots.has(value) || later.has(value)) return;
    if (seed !== null && added.has(seed)) return;
    const maker = loop.findIndex((instruction) => instruction.outputs.includes(value));
    const used = loop
      .slice(Math.max(0, maker))
      .some(({ inputs }) => inputs.some((input) => rootOf(input) === seed));
    if (maker >= 0 && !used) slots.set(value, slot);
  });
  for (const { outputs: made } of line) {
    for (const value of made) {
      if (rootOf(value) !== value || slots.has(value)) continue;
      if (places[value] === "summed") single(value);
      else slots.set(value, after.some((one) => one.outputs.includes(value)) ? storage.sequence("work", size(value), steps) : varying(value)); // prettier-ignore
    }
  }

  const slotOf = (value: number): Slot => {
    const own = slots.get(rootOf(value));
    return own ?? forward.slotOf(value);
  };
  const arrangement = {
    machine,
    storage,
    kinds,
    slotOf,
    isFixed: (value: number) => places[value] === "fixed",
    called: new Set<Instruction>(),
  };
  calls.push(...loop.flatMap((instruction) => compile(instruction, arrangement, 1)));

  const sums = new Map<number, { slots: Slot[]; steps: StepSum[] }>();
  for (const [invariant, uses] of program.invariants) {
    const sum = { slots: [] as Slot[], steps: [] as StepSum[] };
    sums.set(invariant, sum);
    for (const use of uses) {
      const slot = slotOf(use);
      if (places[use] === "summed") sum.slots.push(slot);
      else {
        const total = new StepSum(size(use));
        sum.steps.push(total);
        calls.push(
          new Call([slot], ([at]) => total.add(machine.workspace.array(), at / machine.workspace.unit)),
        );
      }
    }
  }
  carried.forEach((slot, k) => {
    if (slot === null) return;
    const value = results[k];
    const length = size(1 + k);
    if (value === null) calls.push(new Call([slot], clearTakers(machine, rows, length)));
    else if (!sameSlot(slotOf(value), slot)) {
      const action = masked ? settleTakers(machine, rows, length) : copy(machine, length);
      calls.push(new Call([slotOf(value), slot], action));
    }
  });
  let x: Slot | null = null;
  if (program.x !== null) {
    const made = slotOf(program.x);
    x = made.stride > 0 ? made : storage.sequence("work", size(0), steps);
    if (!sameSlot(made, x)) calls.push(new Call([made, x], copy(machine, size(0))));
  }
  const done = after.flatMap((instruction) => compile(instruction, arrangement, steps));
  return {
    loop: calls,
    after: done,
    work: storage.used.work,
    invariants,
    constants: ownConstants,
    outputs,
    states: carried,
    x,
    sums,
  };
}
