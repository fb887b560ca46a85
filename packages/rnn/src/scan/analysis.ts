import { gradientFlowOf } from "./flow.ts";
import { gradientProgram, type GradientProgram } from "./gradient-program.ts";
import { phasesOf, type Phases } from "./phases.ts";
import type { Instruction, Program } from "./program.ts";

/** What is known of a program before any sizes of memory. @internal */
export interface Analysis {
  readonly phases: Phases;
  /** Null if no gradient will be asked for. */
  readonly gradient: GradientProgram | null;
  /** Instructions whose rules are called as they are. */
  readonly called: ReadonlySet<Instruction>;
}

/**
 * @param wants whether x, each state and each constant want a gradient, by number of value
 * @internal
 */
export function analyse(program: Program, wants: (value: number) => boolean): Analysis {
  let phases = phasesOf(program);
  for (;;) {
    const wanted = wantedOf(phases, wants);
    if (wanted.size === 0) return { phases, gradient: null, called: new Set() };
    const gradient = gradientProgram(phases, gradientFlowOf(phases, wanted));
    const called = new Set(
      gradient.instructions.flatMap(({ rule }) => (rule === undefined ? [] : [rule.of])),
    );
    // A rule that is called step by step wants its instruction performed step by step.
    if (!phases.before.some((instruction) => called.has(instruction))) return { phases, gradient, called };
    phases = phasesOf(program, called);
  }
}

/** Which inputs of the loop want a gradient. */
function wantedOf({ program, once, invariants }: Phases, wants: (value: number) => boolean): Set<number> {
  const flows = program.kinds.map((_, value) => wants(value));
  for (const { inputs, outputs, differentiable } of once)
    for (const output of outputs) flows[output] = differentiable && inputs.some((input) => flows[input]);
  const inputs = [0, ...program.next.map((_, k) => 1 + k), ...invariants];
  return new Set(inputs.filter((value) => flows[value]));
}
