import { checkInteger, checkNumber } from "@rewind/autograd";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link ConstantLR}. */
export interface ConstantLROptions {
  /** Factor until `totalIters`, from 0 to 1. Default 1/3. */
  factor?: number;
  /** Epochs after which the initial rate is back, at least 0. Default 5. */
  totalIters?: number;
}

/**
 * A fraction of the initial rate for the first epochs: `lr = initial · factor` while `epoch < totalIters`, then `initial`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class ConstantLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: ConstantLROptions = {}) {
    const { factor = 1 / 3, totalIters = 5 } = checkNames("ConstantLR", options, ["factor", "totalIters"]);
    checkNumber("ConstantLR", "factor", factor, 0, 1);
    checkInteger("ConstantLR", "totalIters", totalIters, 0);
    super("ConstantLR", optimizer, (epoch, initial) => (epoch < totalIters ? initial * factor : initial));
  }
}
