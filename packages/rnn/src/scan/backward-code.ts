import { BackwardLayout } from "./backward-layout.ts";
import { Call } from "./call.ts";
import { carriedGradients } from "./carried-gradients.ts";
import { compile } from "./compile.ts";
import type { ForwardCode, LoopShape } from "./forward-code.ts";
import type { GradientProgram } from "./gradient-program.ts";
import { invariantSums, type InvariantSum } from "./invariant-sums.ts";
import type { Machine } from "./machine.ts";
import type { Phases } from "./phases.ts";
import type { Instruction } from "./program.ts";
import { copy, copyTakers } from "./row-actions.ts";
import type { Slot } from "./storage.ts";

/** The backward pass of a loop as calls. @internal */
export interface BackwardCode {
  readonly loop: readonly Call[];
  /** Done for all steps together, after the loop. */
  readonly after: readonly Call[];
  /** What of that the gradient of x waits for. */
  readonly afterForX: readonly Call[];
  readonly work: number;
  readonly invariants: readonly Slot[];
  /** The values of the gradient program that are the same at every step, and their places. */
  readonly constants: ReadonlyMap<number, Slot>;
  /** Upstream gradient of all outputs; null where none is wanted. */
  readonly outputs: Slot | null;
  /** The gradient of each state: at the start that of the last, at the end that of the first. Null where none is wanted. */
  readonly states: readonly (Slot | null)[];
  readonly x: Slot | null;
  /** The complete gradient of each state after every step, if it is wanted; null where there is none. */
  readonly totals: readonly (Total | null)[];
  /** By number of invariant. */
  readonly sums: ReadonlyMap<number, InvariantSum>;
}

/** Where the complete gradients of a state lie. @internal */
export interface Total {
  /** At steps that all sequences take. */
  readonly taken: Slot;
  /** At steps at which some pause: what comes from later steps. Null where none does. */
  readonly paused: Slot | null;
}

/** Which values of the forward pass a backward pass reads. @internal */
export function valuesRead({ program, places }: Phases, { instructions }: GradientProgram): Set<number> {
  const forward = program.kinds.length;
  const read = instructions.flatMap(({ inputs }) => inputs);
  return new Set(read.filter((value) => value < forward && places[value] !== "invariant"));
}

/** @param observed whether the complete gradients of the states are wanted @internal */
export function backwardCode(
  phases: Phases,
  program: GradientProgram,
  shape: LoopShape,
  machine: Machine,
  forward: ForwardCode,
  observed: boolean,
): BackwardCode {
  const layout = new BackwardLayout(phases, program, shape, machine, forward, observed);
  const { storage, rows } = layout;
  const { loop, after, places } = layout.phases;
  const invariants = phases.invariants.map((value) => layout.single(value));
  const constants = new Map([...program.constants.keys()].map((value) => [value, layout.single(value)]));
  const calls: Call[] = [];
  const { output } = program.seeds;
  let outputs: Slot | null = null;
  if (output !== null) {
    const size = layout.size(output);
    outputs = storage.sequence("work", size, shape.steps);
    if (!shape.masked) layout.place(output, outputs);
    else calls.push(new Call([outputs, layout.varying(output)], copyTakers(machine, rows, size, false)));
  }
  const carried = carriedGradients(layout);
  const paused = layout.totals.map((value, k): Slot | null => {
    const slot = carried.slots[k];
    if (value === null || slot === null || !shape.masked) return null;
    const size = layout.size(1 + k);
    const all = storage.sequence("work", size, shape.steps);
    calls.push(new Call([slot, all], copy(machine, size)));
    return all;
  });
  layout.placeRest();
  const arrangement = {
    machine,
    storage,
    kinds: program.kinds,
    slotOf: (value: number) => layout.slotOf(value),
    isFixed: (value: number) => places[value] === "fixed",
    called: new Set<never>(),
  };
  const { sums, calls: adding } = invariantSums(layout);
  calls.push(
    ...carried.start,
    ...loop.flatMap((instruction) => compile(instruction, arrangement, 1)),
    ...adding,
    ...carried.end(),
  );
  let x: Slot | null = null;
  if (program.x !== null) {
    x = layout.slotOf(program.x);
    if (x.stride === 0) {
      const every = storage.sequence("work", layout.size(0), shape.steps);
      calls.push(new Call([x, every], copy(machine, layout.size(0))));
      x = every;
    }
  }
  const forX = program.x === null ? new Set<number>() : behind(program.x, after);
  const together = after.map((instruction) => compile(instruction, arrangement, shape.steps));
  return {
    loop: calls,
    after: together.flat(),
    afterForX: together.filter((_, i) => after[i].outputs.some((output) => forX.has(output))).flat(),
    work: storage.used.work,
    invariants,
    constants,
    outputs,
    states: carried.slots,
    x,
    totals: layout.totals.map((value, k) =>
      value === null ? null : { taken: layout.slotOf(value), paused: paused[k] },
    ),
    sums,
  };
}

/** All values that a value is computed from. */
function behind(value: number, instructions: readonly Instruction[]): Set<number> {
  const found = new Set([value]);
  for (let i = instructions.length - 1; i >= 0; i--)
    if (instructions[i].outputs.some((output) => found.has(output)))
      for (const input of instructions[i].inputs) found.add(input);
  return found;
}
