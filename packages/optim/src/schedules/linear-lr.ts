import { checkInteger, checkNumber } from "@rewind/autograd";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link LinearLR}. */
export interface LinearLROptions {
  /** Factor at epoch 0, from 0 to 1. Default 1/3. */
  startFactor?: number;
  /** Factor from `totalIters` on, from 0 to 1. Default 1. */
  endFactor?: number;
  /** Epochs the way takes, at least 1. Default 5. */
  totalIters?: number;
}

/**
 * A straight line from one factor of the initial rate to another: warm-up, or cool-down.
 * `lr = initial · (start + (end - start) · min(epoch, total) / total)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class LinearLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: LinearLROptions = {}) {
    checkNames("LinearLR", options, ["startFactor", "endFactor", "totalIters"]);
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = options;
    checkNumber("LinearLR", "startFactor", startFactor, 0, 1);
    checkNumber("LinearLR", "endFactor", endFactor, 0, 1);
    checkInteger("LinearLR", "totalIters", totalIters, 1);
    super("LinearLR", optimizer, (epoch, initial) => {
      const way = Math.min(epoch, totalIters) / totalIters;
      return initial * (startFactor + (endFactor - startFactor) * way);
    });
  }
}
