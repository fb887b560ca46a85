import { ArgumentError, checkInteger, formatValue, readable, refuseExtra } from "@rewind/autograd";
import { atLeast, oneOf, resolveSettings, whole } from "./settings.ts";

/** Options of {@link EarlyStopping}. */
export interface EarlyStoppingOptions {
  /** How many evaluations in a row may pass without an improvement before it says stop, from 0. Default 10. */
  patience?: number;
  /** By how much the best must be beaten to count, at least 0. Default 0. */
  minDelta?: number;
  /** Whether smaller or larger is better. Default `"min"`. */
  mode?: "min" | "max";
}

/** Where the watch stands; plain data. */
export interface EarlyStoppingState {
  /** The best value so far; null before the first. */
  best: number | null;
  /** Evaluations since the best. */
  badEpochs: number;
}

/**
 * Says when to stop: once a measure of validation has not improved for more than `patience` evaluations (Prechelt, "Early
 * stopping - but when?", 1998). NaN and the infinities never improve.
 *
 * @example
 * const stopping = new EarlyStopping({ patience: 3 });
 * if (stopping.step(validationLoss)) best = snapshot(model);
 * if (stopping.shouldStop) finish(best);
 * @throws ArgumentError if an option is outside its domain
 */
export class EarlyStopping {
  readonly patience: number;
  readonly minDelta: number;
  readonly mode: "min" | "max";
  #best: number | null = null;
  #badEpochs = 0;

  constructor(options: EarlyStoppingOptions = {}) {
    const { patience, minDelta, mode } = resolveSettings<Required<EarlyStoppingOptions>>(
      "EarlyStopping",
      {
        patience: /* @__PURE__ */ whole(0),
        minDelta: /* @__PURE__ */ atLeast(0),
        mode: /* @__PURE__ */ oneOf("min", "max"),
      },
      options,
      { patience: 10, minDelta: 0, mode: "min" },
    );
    this.patience = patience;
    this.minDelta = minDelta;
    this.mode = mode;
  }

  /** The best value so far; null before the first that is a finite number. */
  get best(): number | null {
    return this.#best;
  }

  /** Evaluations since the best. */
  get badEpochs(): number {
    return this.#badEpochs;
  }

  /** Whether there have been more than `patience` evaluations in a row without an improvement. */
  get shouldStop(): boolean {
    return this.#badEpochs > this.patience;
  }

  /**
   * Takes note of an evaluation and says whether it is the best so far.
   *
   * @throws ArgumentError if it is not a number
   */
  step(value: number): boolean {
    if (arguments.length > 1) refuseExtra("EarlyStopping.step", arguments, 1, true);
    if (typeof value !== "number")
      throw new ArgumentError(`EarlyStopping.step: the value must be a number, got ${formatValue(value)}`);
    const sign = this.mode === "min" ? 1 : -1;
    const better =
      Number.isFinite(value) && (this.#best === null || sign * value < sign * this.#best - this.minDelta);
    if (better) this.#best = value;
    this.#badEpochs = better ? 0 : this.#badEpochs + 1;
    return better;
  }

  /** What a resumed run needs to go on counting at the same place. */
  stateDict(): EarlyStoppingState {
    if (arguments.length > 0) refuseExtra("EarlyStopping.stateDict", arguments, 0, true);
    return { best: this.#best, badEpochs: this.#badEpochs };
  }

  /** @throws ArgumentError if it is not a state of this class; nothing has changed then */
  loadStateDict(state: EarlyStoppingState): void {
    if (arguments.length > 1) refuseExtra("EarlyStopping.loadStateDict", arguments, 1, true);
    const who = "EarlyStopping.loadStateDict";
    const best: unknown = readable(state)?.best;
    if (best !== null && !Number.isFinite(best)) {
      throw new ArgumentError(`${who}: best must be a finite number or null, got ${formatValue(best)}`);
    }
    this.#badEpochs = checkInteger(who, "badEpochs", state.badEpochs, 0);
    this.#best = best as number | null;
  }
}
