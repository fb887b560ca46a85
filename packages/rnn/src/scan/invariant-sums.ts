import type { BackwardLayout } from "./backward-layout.ts";
import { Call } from "./call.ts";
import { StepSum } from "./step-sum.ts";
import type { Slot } from "./storage.ts";

/** What the gradient of an invariant is the sum of. @internal */
export interface InvariantSum {
  /** Sums over all steps that lie in memory. */
  readonly slots: readonly Slot[];
  /** Those that were added up step by step. */
  readonly steps: readonly StepSum[];
}

/** @returns the sums by number of invariant, and what is done at the end of every step for them @internal */
export function invariantSums(layout: BackwardLayout): {
  sums: ReadonlyMap<number, InvariantSum>;
  calls: Call[];
} {
  const { program, phases, machine } = layout;
  const calls: Call[] = [];
  const added = (use: number): StepSum => {
    const sum = new StepSum(layout.size(use));
    const add = ([at]: readonly number[]): void =>
      sum.add(machine.workspace.array(), at / machine.workspace.unit);
    calls.push(new Call([layout.slotOf(use)], add));
    return sum;
  };
  const isSummed = (use: number): boolean => phases.places[use] === "summed";
  const sums = new Map(
    [...program.invariants].map(([invariant, uses]): [number, InvariantSum] => [
      invariant,
      {
        slots: uses.filter(isSummed).map((use) => layout.slotOf(use)),
        steps: uses.filter((use) => !isSummed(use)).map(added),
      },
    ]),
  );
  return { sums, calls };
}
