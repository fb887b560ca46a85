import { checkInteger } from "@rewind/autograd";
import { atLeast } from "../settings.ts";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link PolynomialLR}. */
export interface PolynomialLROptions {
  /** Epochs until the rate is 0, at least 1. Default 5. */
  totalIters?: number;
  /** The exponent, at least 0. Default 1: a straight line. */
  power?: number;
}

/**
 * Decays the rate to zero along a power: `lr = initial · (1 - min(epoch, total) / total)^power`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class PolynomialLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: PolynomialLROptions = {}) {
    const { totalIters = 5, power = 1 } = checkNames("PolynomialLR", options, ["totalIters", "power"]);
    checkInteger("PolynomialLR", "totalIters", totalIters, 1);
    atLeast(0)("PolynomialLR", "power", power);
    super(
      "PolynomialLR",
      optimizer,
      (epoch, initial) => initial * (1 - Math.min(epoch, totalIters) / totalIters) ** power,
    );
  }
}
