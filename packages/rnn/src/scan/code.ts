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
}

/** @param heap kernel memory, or null for plain arrays @internal */
export function codeOf(analysis: Analysis, shape: LoopShape, heap: Heap | null): Code {
  const { phases, gradient, called } = analysis;
  const { dtype } = phases.program.kinds[0];
  const machine = new Machine(dtype === "float32" ? heap : null, dtype);
  const kept = gradient === null ? new Set<number>() : valuesRead(phases, gradient);
  const forward = forwardCode(phases, shape, machine, kept, called);
  const backward = gradient === null ? null : backwardCode(phases, gradient, shape, machine, forward);
  return { analysis, shape, machine, forward, backward };
}
