import { checkInteger } from "@rewind/autograd";
import { atLeast } from "../settings.ts";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link CosineAnnealingLR}. */
export interface CosineAnnealingLROptions {
  /** Epochs from the initial rate to the lowest, at least 1. */
  tMax: number;
  /** The lowest rate, at least 0. Default 0. */
  etaMin?: number;
}

/** The way from `initial` down to `etaMin` along half a cosine; `part` 0 is the beginning, 1 the end. @internal */
export function cosine(initial: number, etaMin: number, part: number): number {
  return etaMin + ((initial - etaMin) * (1 + Math.cos(Math.PI * part))) / 2;
}

/**
 * Half a cosine from the initial rate to `etaMin`, and back up after `tMax`:
 * `lr = etaMin + (initial - etaMin)(1 + cos(π epoch / tMax)) / 2`. Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent
 * with Warm Restarts", 2017, without the restarts.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class CosineAnnealingLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: CosineAnnealingLROptions) {
    const { tMax, etaMin = 0 } = checkNames("CosineAnnealingLR", options, ["tMax", "etaMin"]);
    checkInteger("CosineAnnealingLR", "tMax", tMax, 1);
    atLeast(0)("CosineAnnealingLR", "etaMin", etaMin);
    super("CosineAnnealingLR", optimizer, (epoch, initial) => cosine(initial, etaMin, epoch / tMax));
  }
}
