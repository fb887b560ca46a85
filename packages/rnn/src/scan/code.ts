import type { Heap } from "@rewind/autograd";
import type { Analysis } from "./analysis.ts";
import { backwardCode, valuesRead, type BackwardCode } from "./backward-code.ts";
import { forwardCode, type ForwardCode, type LoopShape } from "./forward-code.ts";
import { Machine } from "./machine.ts";

/** A loop compiled for so many steps. @internal */
export interface Code {
  readonly analysis: Analysis;
  readonly shape: LoopShape;
  readonly machine: Machine;
  readonly forward: ForwardCode;
  /** Null if no gradient will be asked for. */
  readonly backward: BackwardCode | null;
  /** The same with the complete gradients of the states after every step. Compiled when first asked for. */
  readonly observedBackward: () => BackwardCode;
}

/** @param heap kernel memory, or null for plain arrays @internal */
export function codeOf(analysis: Analysis, shape: LoopShape, heap: Heap | null): Code {
  const { phases, gradient, called } = analysis;
  const { dtype } = phases.program.kinds[0];
  const machine = new Machine(dtype === "float32" ? heap : null, dtype);
  const kept = gradient === null ? new Set<number>() : valuesRead(phases, gradient);
  const forward = forwardCode(phases, shape, machine, kept, called);
  const compiled = (observed: boolean): BackwardCode | null =>
    gradient === null ? null : backwardCode(phases, gradient, shape, machine, forward, observed);
  let observed: BackwardCode | null = null;
  return {
    analysis,
    shape,
    machine,
    forward,
    backward: compiled(false),
    observedBackward: () => (observed ??= compiled(true)) as BackwardCode,
  };
}
