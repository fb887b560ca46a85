import { checkInteger } from "@rewind/autograd";
import { atLeast } from "../settings.ts";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link StepLR}. */
export interface StepLROptions {
  /** Epochs between decays, at least 1. */
  stepSize: number;
  /** Factor of each decay, at least 0. Default 0.1. */
  gamma?: number;
}

/**
 * Decays the rate by `gamma` every `stepSize` epochs: `lr = initial · gamma^⌊epoch / stepSize⌋`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class StepLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: StepLROptions) {
    const { stepSize, gamma = 0.1 } = checkNames("StepLR", options, ["stepSize", "gamma"]);
    checkInteger("StepLR", "stepSize", stepSize, 1);
    atLeast(0)("StepLR", "gamma", gamma);
    super("StepLR", optimizer, (epoch, initial) => initial * gamma ** Math.floor(epoch / stepSize));
  }
}
