import { BackwardLayout } from "./backward-layout.ts";
import { Call } from "./call.ts";
import { carriedGradients } from "./carried-gradients.ts";
import { compile } from "./compile.ts";
import type { ForwardCode, LoopShape } from "./forward-code.ts";
import type { GradientProgram } from "./gradient-program.ts";
import { invariantSums, type InvariantSum } from "./invariant-sums.ts";
import type { Machine } from "./machine.ts";
import type { Phases } from "./phases.ts";
import { copy, copyTakers } from "./row-actions.ts";
import type { Slot } from "./storage.ts";

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
  /** By number of invariant. */
  readonly sums: ReadonlyMap<number, InvariantSum>;
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
  shape: LoopShape,
  machine: Machine,
  forward: ForwardCode,
): BackwardCode {
  const layout = new BackwardLayout(phases, program, shape, machine, forward);
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
  const together = after.flatMap((instruction) => compile(instruction, arrangement, shape.steps));
  return {
    loop: calls,
    after: together,
    work: storage.used.work,
    invariants,
    constants,
    outputs,
    states: carried.slots,
    x,
    sums,
  };
}
