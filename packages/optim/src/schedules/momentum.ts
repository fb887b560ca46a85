import { ArgumentError } from "@rewind/autograd";
import type { AnyOptimizer } from "./schedule.ts";

/** Throws unless every group has a momentum to cycle: `momentum`, or the first of `betas`. @internal */
export function checkMomentum(who: string, optimizer: AnyOptimizer): void {
  for (const group of optimizer.paramGroups) {
    if (!("momentum" in group) && !("betas" in group)) {
      throw new ArgumentError(
        `${who}: cycleMomentum must be false for an optimizer that has neither momentum nor betas`,
      );
    }
  }
}

/** Sets the momentum of a group, or the first of its betas. @internal */
export function setMomentum(group: object, value: number): void {
  const settings = group as { momentum?: number; betas?: readonly [number, number] };
  if (settings.betas === undefined) settings.momentum = value;
  else settings.betas = [value, settings.betas[1]];
}
