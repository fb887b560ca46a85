import { ArgumentError, checkInteger, formatValue } from "@rewind/autograd";
import { atLeast, decayRate } from "../settings.ts";
import { checkNames, checkOptimizer, perGroup, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions {
  /** Whether a better metric is a smaller or a larger one. Default `"min"`. */
  mode?: "min" | "max";
  /** Factor of each reduction, in [0, 1). Default 0.1. */
  factor?: number;
  /** How many steps without improvement are borne; the next one reduces. Default 10. */
  patience?: number;
  /** By how much a metric must beat the best to count. Default 1e-4. */
  threshold?: number;
  /** Whether the threshold is a share of the best metric or a difference to it. Default `"rel"`. */
  thresholdMode?: "rel" | "abs";
  /** Steps after a reduction in which none are counted. Default 0. */
  cooldown?: number;
  /** Rates never go below this: one for all groups or a list of one each. Default 0. */
  minLr?: number | readonly number[];
  /** Changes smaller than this are not made. Default 1e-8. */
  eps?: number;
}

/** Where the watch stands; plain data. */
export interface PlateauState {
  best: number;
  badSteps: number;
  cooldownLeft: number;
}

/**
 * Reduces the rate when a metric has stopped improving: after more than `patience` steps that did not beat the best one.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class ReduceLROnPlateau {
  readonly #optimizer: AnyOptimizer;
  readonly #options: Required<ReduceLROnPlateauOptions> & { minLr: readonly number[] };
  #state: PlateauState;

  constructor(optimizer: AnyOptimizer, options: ReduceLROnPlateauOptions = {}) {
    checkNames("ReduceLROnPlateau", options, [
      "mode",
      "factor",
      "patience",
      "threshold",
      "thresholdMode",
      "cooldown",
      "minLr",
      "eps",
    ]);
    const who = "ReduceLROnPlateau";
    const { mode = "min", thresholdMode = "rel", minLr = 0 } = options;
    this.#optimizer = checkOptimizer(who, optimizer);
    if (mode !== "min" && mode !== "max") {
      throw new ArgumentError(`${who}: mode must be "min" or "max", got ${formatValue(mode)}`);
    }
    if (thresholdMode !== "rel" && thresholdMode !== "abs") {
      throw new ArgumentError(
        `${who}: thresholdMode must be "rel" or "abs", got ${formatValue(thresholdMode)}`,
      );
    }
    this.#options = {
      mode,
      thresholdMode,
      factor: decayRate(who, "factor", options.factor ?? 0.1),
      patience: checkInteger(who, "patience", options.patience ?? 10, 0),
      threshold: atLeast(0)(who, "threshold", options.threshold ?? 1e-4),
      cooldown: checkInteger(who, "cooldown", options.cooldown ?? 0, 0),
      minLr: perGroup(who, "minLr", minLr, optimizer),
      eps: atLeast(0)(who, "eps", options.eps ?? 1e-8),
    };
    this.#state = { best: mode === "min" ? Infinity : -Infinity, badSteps: 0, cooldownLeft: 0 };
  }

  /** The rates in use, one per group. */
  get lastLr(): number[] {
    return this.#optimizer.paramGroups.map((group) => group.lr);
  }

  /**
   * Takes note of a metric, and reduces the rates if it is time. NaN counts as no improvement.
   *
   * @throws ArgumentError if the metric is not a number
   */
  step(metric: number): void {
    if (typeof metric !== "number") {
      throw new ArgumentError(
        `ReduceLROnPlateau.step: the metric must be a number, got ${formatValue(metric)}`,
      );
    }
    const state = this.#state;
    if (this.#improves(metric)) {
      state.best = metric;
      state.badSteps = 0;
    } else {
      state.badSteps++;
    }
    if (state.cooldownLeft > 0) {
      state.cooldownLeft--;
      state.badSteps = 0;
    }
    if (state.badSteps <= this.#options.patience) return;
    this.#reduce();
    state.cooldownLeft = this.#options.cooldown;
    state.badSteps = 0;
  }

  /** What a resumed run needs to go on at the same place. */
  stateDict(): PlateauState {
    return { ...this.#state };
  }

  /** @throws ArgumentError if the state is not one of this class; nothing has changed then */
  loadStateDict(state: PlateauState): void {
    const who = "ReduceLROnPlateau.loadStateDict";
    if (typeof state?.best !== "number" || Number.isNaN(state.best)) {
      throw new ArgumentError(`${who}: best must be a number, got ${formatValue(state?.best)}`);
    }
    this.#state = {
      best: state.best,
      badSteps: checkInteger(who, "badSteps", state.badSteps, 0),
      cooldownLeft: checkInteger(who, "cooldownLeft", state.cooldownLeft, 0),
    };
  }

  #improves(metric: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    const { best } = this.#state;
    const sign = mode === "min" ? -1 : 1;
    const bar = thresholdMode === "rel" ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === "min" ? metric < bar : metric > bar;
  }

  #reduce(): void {
    const { factor, minLr, eps } = this.#options;
    this.#optimizer.paramGroups.forEach((group, i) => {
      const reduced = Math.max(group.lr * factor, minLr[i]);
      if (group.lr - reduced > eps) group.lr = reduced;
    });
  }
}
