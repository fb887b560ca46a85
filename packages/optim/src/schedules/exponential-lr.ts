import { atLeast } from "../settings.ts";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link ExponentialLR}. */
export interface ExponentialLROptions {
  /** Factor of each epoch, at least 0. */
  gamma: number;
}

/**
 * Decays the rate by `gamma` every epoch: `lr = initial · gamma^epoch`.
 *
 * @throws ArgumentError if `gamma` is not a finite number >= 0
 */
export class ExponentialLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: ExponentialLROptions) {
    const { gamma } = checkNames("ExponentialLR", options, ["gamma"]);
    atLeast(0)("ExponentialLR", "gamma", gamma);
    super("ExponentialLR", optimizer, (epoch, initial) => initial * gamma ** epoch);
  }
}
