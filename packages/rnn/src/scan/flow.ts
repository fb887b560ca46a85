import type { Phases } from "./phases.ts";

/**
 * Which values want a gradient, given which of the loop's inputs do. A state wants one if what becomes of it does, so this
 * goes round until nothing changes.
 * @internal
 */
export function gradientFlowOf({ program, before, loop }: Phases, wanted: ReadonlySet<number>): boolean[] {
  const flows = program.kinds.map((_, value) => wanted.has(value));
  for (let changed = true; changed;) {
    changed = false;
    for (const { inputs, outputs, differentiable } of [...before, ...loop]) {
      const live = differentiable && inputs.some((input) => flows[input]);
      for (const output of outputs) flows[output] = live;
    }
    program.next.forEach((value, i) => {
      if (!flows[value] || flows[1 + i]) return;
      flows[1 + i] = true;
      changed = true;
    });
  }
  return flows;
}
