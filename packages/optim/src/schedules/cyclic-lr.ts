import { ArgumentError, checkInteger, formatValue } from "@rewind/autograd";
import { atLeast, decayRate, flag } from "../settings.ts";
import { checkMomentum, setMomentum } from "./momentum.ts";
import { checkNames, LRScheduler, checkOptimizer, perGroup, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link CyclicLR}. */
export interface CyclicLROptions {
  /** The lowest rate: one for all groups or a list of one each. */
  baseLr: number | readonly number[];
  /** The highest rate of the first cycle: one for all groups or a list of one each. */
  maxLr: number | readonly number[];
  /** Steps from the lowest rate to the highest, at least 1. Default 2000. */
  stepSizeUp?: number;
  /** Steps back. Default: as many as up. */
  stepSizeDown?: number;
  /** Cycles of one height, of half the height each time, or shrinking by `gamma` every step. Default `"triangular"`. */
  mode?: "triangular" | "triangular2" | "exp_range";
  /** The factor of `"exp_range"`, at least 0. Default 1. */
  gamma?: number;
  /** Move the momentum against the rate. Default true. */
  cycleMomentum?: boolean;
  /** Momentum at the highest rate. Default 0.8. */
  baseMomentum?: number;
  /** Momentum at the lowest rate. Default 0.9. */
  maxMomentum?: number;
}

/**
 * Goes up and down between two rates in straight lines, step by step (Smith, "Cyclical Learning Rates for Training Neural
 * Networks", 2017).
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class CyclicLR extends LRScheduler {
  readonly #momentum: ((epoch: number) => number) | null;

  constructor(optimizer: AnyOptimizer, options: CyclicLROptions) {
    checkNames("CyclicLR", options, [
      "baseLr",
      "maxLr",
      "stepSizeUp",
      "stepSizeDown",
      "mode",
      "gamma",
      "cycleMomentum",
      "baseMomentum",
      "maxMomentum",
    ]);
    const who = "CyclicLR";
    checkOptimizer(who, optimizer);
    const base = perGroup(who, "baseLr", options.baseLr, optimizer);
    const highest = perGroup(who, "maxLr", options.maxLr, optimizer);
    const height = heightOf(options);
    const cycles = flag(who, "cycleMomentum", options.cycleMomentum ?? true);
    const low = decayRate(who, "baseMomentum", options.baseMomentum ?? 0.8);
    const high = decayRate(who, "maxMomentum", options.maxMomentum ?? 0.9);
    if (cycles) checkMomentum(who, optimizer);
    super(who, optimizer, (epoch, _, group) => base[group] + (highest[group] - base[group]) * height(epoch));
    this.#momentum = cycles ? (epoch) => high - (high - low) * height(epoch) : null;
    this.#applyMomentum(0);
  }

  protected override apply(epoch: number): void {
    super.apply(epoch);
    // The base class applies epoch 0 before the fields of this one exist.
    if (#momentum in this) this.#applyMomentum(epoch);
  }

  #applyMomentum(epoch: number): void {
    if (this.#momentum === null) return;
    for (const group of this.optimizer.paramGroups) setMomentum(group, this.#momentum(epoch));
  }
}

/** How high above the base a step is, as a share of the first cycle's height. */
function heightOf(options: CyclicLROptions): (epoch: number) => number {
  const up = checkInteger("CyclicLR", "stepSizeUp", options.stepSizeUp ?? 2000, 1);
  const down = checkInteger("CyclicLR", "stepSizeDown", options.stepSizeDown ?? up, 1);
  const gamma = atLeast(0)("CyclicLR", "gamma", options.gamma ?? 1);
  const mode = options.mode ?? "triangular";
  if (mode !== "triangular" && mode !== "triangular2" && mode !== "exp_range") {
    throw new ArgumentError(
      `CyclicLR: mode must be "triangular", "triangular2" or "exp_range", got ${formatValue(mode)}`,
    );
  }
  return (epoch) => {
    const cycle = Math.floor(epoch / (up + down));
    const since = epoch - cycle * (up + down);
    const part = since <= up ? since / up : (up + down - since) / down;
    if (mode === "triangular") return part;
    return part * (mode === "triangular2" ? 0.5 ** cycle : gamma ** epoch);
  };
}
