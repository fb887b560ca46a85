import { ArgumentError } from "@rewind/autograd";
import { decayRate, flag, type Rules } from "../settings.ts";
import { oneOrList, perGroup, type PerGroup } from "./per-group.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** The momentum of a group after `epoch` steps; null leaves it as it is. @internal */
export type Momentum = (epoch: number, group: number) => number | null;

/** How a schedule that goes up and down moves the momentum the other way. */
export interface MomentumOptions {
  /** Move the momentum, or the first of `betas`, against the rate. Default true. */
  cycleMomentum?: boolean;
  /** Momentum at the highest rate: one for all groups or a list of one each. Default 0.85 in OneCycleLR, 0.8 in CyclicLR. */
  baseMomentum?: PerGroup<number>;
  /** Momentum at the lowest rate: one for all groups or a list of one each. Default 0.95 in OneCycleLR, 0.9 in CyclicLR. */
  maxMomentum?: PerGroup<number>;
}

export const momentumRules: Rules<Required<MomentumOptions>> = {
  cycleMomentum: flag,
  baseMomentum: /* @__PURE__ */ oneOrList(decayRate),
  maxMomentum: /* @__PURE__ */ oneOrList(decayRate),
};

/**
 * The momentum of each group, between its two ends as `level` says; null if it is not to move.
 *
 * @throws ArgumentError if a group has no momentum
 */
export function momentumCycle(
  who: string,
  optimizer: AnyOptimizer,
  { cycleMomentum, baseMomentum, maxMomentum }: Required<MomentumOptions>,
  level: (epoch: number, low: number, high: number) => number,
): Momentum | null {
  const low = perGroup(who, "baseMomentum", baseMomentum, optimizer);
  const high = perGroup(who, "maxMomentum", maxMomentum, optimizer);
  if (!cycleMomentum) return null;
  for (const group of optimizer.paramGroups) {
    if (!("momentum" in group) && !("betas" in group)) {
      throw new ArgumentError(
        `${who}: cycleMomentum must be false for an optimizer that has neither momentum nor betas`,
      );
    }
  }
  return (epoch, group) => level(epoch, low(group), high(group));
}

/** The momentum of a group, or the first of its betas. */
export function momentumOf(group: object): number {
  const { momentum, betas } = group as { momentum: number; betas?: readonly number[] };
  return betas === undefined ? momentum : betas[0];
}

/** Sets the momentum of a group, or the first of its betas. */
export function setMomentum(group: object, value: number): void {
  const settings = group as { momentum?: number; betas?: readonly [number, number] };
  if (settings.betas === undefined) settings.momentum = value;
  else settings.betas = [value, settings.betas[1]];
}
