import { ArgumentError, formatValue } from "@rewind/autograd";
import { atLeast } from "../settings.ts";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link MultiStepLR}. */
export interface MultiStepLROptions {
  /** Epochs at which to decay: whole numbers from 0, in any order; one that occurs twice decays twice. */
  milestones: readonly number[];
  /** Factor of each decay, at least 0. Default 0.1. */
  gamma?: number;
}

/**
 * Decays the rate by `gamma` at each milestone: `lr = initial · gamma^(milestones reached)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class MultiStepLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: MultiStepLROptions) {
    const { milestones, gamma = 0.1 } = checkNames("MultiStepLR", options, ["milestones", "gamma"]);
    if (!Array.isArray(milestones) || !milestones.every((at) => Number.isInteger(at) && at >= 0)) {
      throw new ArgumentError(
        `MultiStepLR: milestones must be a list of whole numbers >= 0, got ${formatValue(milestones)}`,
      );
    }
    atLeast(0)("MultiStepLR", "gamma", gamma);
    const reached = (epoch: number): number => milestones.filter((at: number) => at <= epoch).length;
    super("MultiStepLR", optimizer, (epoch, initial) => initial * gamma ** reached(epoch));
  }
}
