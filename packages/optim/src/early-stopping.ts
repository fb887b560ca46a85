import { checkInteger, checkNumber, checkOptions, ArgumentError, formatValue } from "@rewind/autograd";

/** Options of {@link EarlyStopping}. */
export interface EarlyStoppingOptions {
  /** How many evaluations in a row may pass without an improvement before it says stop, from 0. Default 10. */
  patience?: number;
  /** By how much the best must be beaten to count, at least 0. Default 0. */
  minDelta?: number;
  /** Whether smaller or larger is better. Default `"min"`. */
  mode?: "min" | "max";
}

/**
 * Says when to stop: once a measure of validation has not improved for more than `patience` evaluations (Prechelt, "Early
 * stopping - but when?", 1998). NaN never improves.
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
  /** The best value so far; null before the first that is a number. */
  best: number | null = null;
  /** Evaluations since the best. */
  badEpochs = 0;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions("EarlyStopping", options, ["patience", "minDelta", "mode"]);
    const { mode = "min" } = options;
    if (mode !== "min" && mode !== "max")
      throw new ArgumentError(`EarlyStopping: mode must be "min" or "max", got ${formatValue(mode)}`);
    this.patience = checkInteger("EarlyStopping", "patience", options.patience ?? 10, 0);
    this.minDelta = checkNumber("EarlyStopping", "minDelta", options.minDelta ?? 0, 0, Number.MAX_VALUE);
    this.mode = mode;
  }

  /** Whether there have been more than `patience` evaluations in a row without an improvement. */
  get shouldStop(): boolean {
    return this.badEpochs > this.patience;
  }

  /** Takes note of an evaluation and says whether it is the best so far. */
  step(value: number): boolean {
    if (typeof value !== "number")
      throw new ArgumentError(`EarlyStopping.step: the value must be a number, got ${formatValue(value)}`);
    const sign = this.mode === "min" ? 1 : -1;
    const better =
      !Number.isNaN(value) && (this.best === null || sign * value < sign * this.best - this.minDelta);
    if (better) this.best = value;
    this.badEpochs = better ? 0 : this.badEpochs + 1;
    return better;
  }
}
