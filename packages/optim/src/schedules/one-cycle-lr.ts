import { ArgumentError, checkInteger, checkNumber, formatValue } from "@rewind/autograd";
import { atLeast, decayRate, flag } from "../settings.ts";
import { cosine } from "./cosine-annealing-lr.ts";
import { checkMomentum, setMomentum } from "./momentum.ts";
import { checkNames, LRScheduler, checkOptimizer, perGroup, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link OneCycleLR}. */
export interface OneCycleLROptions {
  /** The highest rate: one for all groups or a list of one each. */
  maxLr: number | readonly number[];
  /** Steps of the whole cycle, at least 1. May be given as `epochs · stepsPerEpoch` instead. */
  totalSteps?: number;
  epochs?: number;
  stepsPerEpoch?: number;
  /** Share of the cycle in which the rate rises, from 0 to 1. Default 0.3. */
  pctStart?: number;
  /** The form of rise and fall. Default `"cos"`. */
  annealStrategy?: "cos" | "linear";
  /** Move the momentum against the rate. Default true. */
  cycleMomentum?: boolean;
  /** Momentum at the highest rate. Default 0.85. */
  baseMomentum?: number;
  /** Momentum at the lowest rate. Default 0.95. */
  maxMomentum?: number;
  /** `maxLr / divFactor` is the rate at the start. Default 25. */
  divFactor?: number;
  /** The rate at the start over that at the end. Default 1e4. */
  finalDivFactor?: number;
  /** Fall as long as the rise took, then to the lowest rate in a third phase. Default false. */
  threePhase?: boolean;
}

/** A stretch of the cycle that ends at a step, between two of the three levels: 0 start, 1 highest, 2 end. */
interface Phase {
  readonly end: number;
  readonly from: 0 | 1 | 2;
  readonly to: 0 | 1 | 2;
}

/**
 * One rise to a high rate and one long fall, step by step, with the momentum going the other way (Smith and Topin,
 * "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018).
 *
 * @throws ArgumentError if an option is outside its domain, or on a step beyond the cycle
 */
export class OneCycleLR extends LRScheduler {
  readonly #momentum: ((epoch: number) => number) | null;

  constructor(optimizer: AnyOptimizer, options: OneCycleLROptions) {
    checkNames("OneCycleLR", options, [
      "maxLr",
      "totalSteps",
      "epochs",
      "stepsPerEpoch",
      "pctStart",
      "annealStrategy",
      "cycleMomentum",
      "baseMomentum",
      "maxMomentum",
      "divFactor",
      "finalDivFactor",
      "threePhase",
    ]);
    const who = "OneCycleLR";
    checkOptimizer(who, optimizer);
    const highest = perGroup(who, "maxLr", options.maxLr, optimizer);
    const total = totalSteps(options);
    const part = checkNumber(who, "pctStart", options.pctStart ?? 0.3, 0, 1);
    const form = options.annealStrategy ?? "cos";
    if (form !== "cos" && form !== "linear") {
      throw new ArgumentError(`${who}: annealStrategy must be "cos" or "linear", got ${formatValue(form)}`);
    }
    const divFactor = positive(who, "divFactor", options.divFactor ?? 25);
    const finalDivFactor = positive(who, "finalDivFactor", options.finalDivFactor ?? 1e4);
    const phases = phasesOf(total, part, flag(who, "threePhase", options.threePhase ?? false));
    const along = (epoch: number, levels: readonly [number, number, number]): number => {
      if (epoch > total)
        throw new ArgumentError(`${who}: step ${epoch} is beyond the cycle of ${total} steps`);
      return travel(phases, epoch, levels, form);
    };
    const cycles = flag(who, "cycleMomentum", options.cycleMomentum ?? true);
    const low = decayRate(who, "baseMomentum", options.baseMomentum ?? 0.85);
    const high = decayRate(who, "maxMomentum", options.maxMomentum ?? 0.95);
    if (cycles) checkMomentum(who, optimizer);
    super(who, optimizer, (epoch, _, group) => {
      const start = highest[group] / divFactor;
      return along(epoch, [start, highest[group], start / finalDivFactor]);
    });
    this.#momentum = cycles ? (epoch) => along(epoch, [high, low, high]) : null;
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

function totalSteps({ totalSteps: total, epochs, stepsPerEpoch }: OneCycleLROptions): number {
  if (total !== undefined) return checkInteger("OneCycleLR", "totalSteps", total, 1);
  return (
    checkInteger("OneCycleLR", "epochs (or totalSteps)", epochs, 1) *
    checkInteger("OneCycleLR", "stepsPerEpoch", stepsPerEpoch, 1)
  );
}

function positive(who: string, name: string, value: number): number {
  if (atLeast(0)(who, name, value) > 0) return value;
  throw new ArgumentError(`${who}: ${name} must be > 0, got ${value}`);
}

function phasesOf(total: number, part: number, three: boolean): Phase[] {
  const rise: Phase = { end: part * total - 1, from: 0, to: 1 };
  if (!three) return [rise, { end: total - 1, from: 1, to: 2 }];
  return [rise, { end: 2 * part * total - 2, from: 1, to: 0 }, { end: total - 1, from: 0, to: 2 }];
}

function travel(
  phases: readonly Phase[],
  epoch: number,
  levels: readonly [number, number, number],
  form: "cos" | "linear",
): number {
  let begin = 0;
  for (const [i, { end, from, to }] of phases.entries()) {
    if (epoch <= end || i === phases.length - 1) {
      // A loop that steps once more after the last update stays at the end.
      const part = end > begin ? Math.min(1, (epoch - begin) / (end - begin)) : 1;
      return form === "cos"
        ? cosine(levels[from], levels[to], part)
        : levels[from] + (levels[to] - levels[from]) * part;
    }
    begin = end;
  }
  return levels[2];
}
