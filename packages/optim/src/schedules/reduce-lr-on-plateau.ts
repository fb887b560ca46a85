import { ArgumentError, checkInteger, formatValue, readable, refuseExtra } from "@rewind/autograd";
import { atLeast, decayRate, oneOf, resolveSettings, whole } from "../settings.ts";
import { oneOrList, perGroup, type PerGroup } from "./per-group.ts";
import { checkOptimizer, type AnyOptimizer } from "./schedule.ts";

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
  minLr?: PerGroup<number>;
  /** Changes smaller than this are not made. Default 1e-8. */
  eps?: number;
}

/** Where the watch stands; plain data. */
export interface PlateauState {
  /** The best metric so far; null before the first. */
  best: number | null;
  /** Steps since the best that count. */
  badSteps: number;
  /** Steps that are not counted yet. */
  cooldownLeft: number;
}

/**
 * Reduces the rate when a metric has stopped improving: after more than `patience` steps that did not beat the best one.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class ReduceLROnPlateau {
  readonly #optimizer: AnyOptimizer;
  readonly #options: Required<ReduceLROnPlateauOptions>;
  readonly #minLr: (group: number) => number;
  #state: PlateauState = { best: null, badSteps: 0, cooldownLeft: 0 };

  constructor(optimizer: AnyOptimizer, options: ReduceLROnPlateauOptions = {}) {
    const who = "ReduceLROnPlateau";
    this.#optimizer = checkOptimizer(who, optimizer);
    this.#options = resolveSettings<Required<ReduceLROnPlateauOptions>>(
      who,
      {
        mode: /* @__PURE__ */ oneOf("min", "max"),
        factor: decayRate,
        patience: /* @__PURE__ */ whole(0),
        threshold: /* @__PURE__ */ atLeast(0),
        thresholdMode: /* @__PURE__ */ oneOf("rel", "abs"),
        cooldown: /* @__PURE__ */ whole(0),
        minLr: /* @__PURE__ */ oneOrList(/* @__PURE__ */ atLeast(0)),
        eps: /* @__PURE__ */ atLeast(0),
      },
      options,
      {
        mode: "min",
        factor: 0.1,
        patience: 10,
        threshold: 1e-4,
        thresholdMode: "rel",
        cooldown: 0,
        minLr: 0,
        eps: 1e-8,
      },
    );
    this.#minLr = perGroup(who, "minLr", this.#options.minLr, optimizer);
  }

  /** The rates in use, one per group. */
  get lastLr(): number[] {
    return this.#optimizer.paramGroups.map((group) => group.lr);
  }

  /**
   * Takes note of a metric, and reduces the rates if it is time. NaN and the infinities count as no improvement.
   *
   * @throws ArgumentError if the metric is not a number
   */
  step(metric: number): void {
    if (arguments.length > 1) refuseExtra("ReduceLROnPlateau.step", arguments, 1, true);
    if (typeof metric !== "number") {
      throw new ArgumentError(
        `ReduceLROnPlateau.step: the metric must be a number, got ${formatValue(metric)}`,
      );
    }
    const state = { ...this.#state };
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
    if (state.badSteps > this.#options.patience) {
      this.#reduce();
      state.cooldownLeft = this.#options.cooldown;
      state.badSteps = 0;
    }
    this.#state = state;
  }

  /** What a resumed run needs to go on at the same place. */
  stateDict(): PlateauState {
    if (arguments.length > 0) refuseExtra("ReduceLROnPlateau.stateDict", arguments, 0, true);
    return { ...this.#state };
  }

  /** @throws ArgumentError if the state is not one of this class; nothing has changed then */
  loadStateDict(state: PlateauState): void {
    if (arguments.length > 1) refuseExtra("ReduceLROnPlateau.loadStateDict", arguments, 1, true);
    const who = "ReduceLROnPlateau.loadStateDict";
    const best: unknown = readable(state)?.best;
    if (best !== null && !Number.isFinite(best)) {
      throw new ArgumentError(`${who}: best must be a finite number or null, got ${formatValue(best)}`);
    }
    this.#state = {
      best: best as number | null,
      badSteps: checkInteger(who, "badSteps", state.badSteps, 0),
      cooldownLeft: checkInteger(who, "cooldownLeft", state.cooldownLeft, 0),
    };
  }

  #improves(metric: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    const { best } = this.#state;
    if (!Number.isFinite(metric)) return false;
    if (best === null) return true;
    const sign = mode === "min" ? -1 : 1;
    const bar = thresholdMode === "rel" ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === "min" ? metric < bar : metric > bar;
  }

  #reduce(): void {
    const { factor, eps } = this.#options;
    const { paramGroups } = this.#optimizer;
    const reduced = paramGroups.map(({ lr }, i) => Math.max(lr * factor, this.#minLr(i)));
    paramGroups.forEach((group, i) => {
      if (group.lr - reduced[i] > eps) group.lr = reduced[i];
    });
  }
}
