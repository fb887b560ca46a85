import { ArgumentError, readable } from "@rewind/autograd";
import { atLeast, flag, fraction, oneOf, resolveSettings, whole, within, type Rule } from "../settings.ts";
import { anneal } from "./cosine.ts";
import { momentumCycle, momentumRules, type MomentumOptions } from "./momentum.ts";
import { oneOrList, perGroup, type PerGroup } from "./per-group.ts";
import { LRScheduler, checkOptimizer, setFirstLr, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link OneCycleLR}. */
export interface OneCycleLROptions extends MomentumOptions {
  /** The highest rate: one for all groups or a list of one each. */
  maxLr: PerGroup<number>;
  /** Steps of the whole cycle, at least 1. May be given as `epochs · stepsPerEpoch` instead. */
  totalSteps?: number;
  /** Epochs of the whole cycle, at least 1, if `totalSteps` is not given. */
  epochs?: number;
  /** Steps of an epoch, at least 1, if `totalSteps` is not given. */
  stepsPerEpoch?: number;
  /** Share of the cycle in which the rate rises, from 0 to 1. Default 0.3. */
  pctStart?: number;
  /** The form of rise and fall. Default `"cos"`. */
  annealStrategy?: "cos" | "linear";
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
  constructor(optimizer: AnyOptimizer, options: OneCycleLROptions) {
    const who = "OneCycleLR";
    checkOptimizer(who, optimizer);
    const byEpochs = readable(options)?.totalSteps === undefined;
    const settings = resolveSettings<Required<OneCycleLROptions>>(
      who,
      {
        ...momentumRules,
        maxLr: /* @__PURE__ */ oneOrList(/* @__PURE__ */ atLeast(0)),
        totalSteps: byEpochs ? notGiven : /* @__PURE__ */ whole(1),
        epochs: byEpochs ? orTotalSteps : notNeeded,
        stepsPerEpoch: byEpochs ? orTotalSteps : notNeeded,
        pctStart: fraction,
        annealStrategy: /* @__PURE__ */ oneOf("cos", "linear"),
        divFactor: /* @__PURE__ */ within(0),
        finalDivFactor: /* @__PURE__ */ within(0),
        threePhase: flag,
      },
      options,
      {
        cycleMomentum: true,
        baseMomentum: 0.85,
        maxMomentum: 0.95,
        pctStart: 0.3,
        annealStrategy: "cos",
        divFactor: 25,
        finalDivFactor: 1e4,
        threePhase: false,
      },
    );
    const { divFactor, finalDivFactor, annealStrategy } = settings;
    const highest = perGroup(who, "maxLr", settings.maxLr, optimizer);
    const total = options.totalSteps ?? settings.epochs * settings.stepsPerEpoch;
    const phases = phasesOf(total, settings.pctStart, settings.threePhase);
    const along = (epoch: number, levels: readonly [number, number, number]): number => {
      if (epoch > total)
        throw new ArgumentError(`${who}: step ${epoch} is beyond the cycle of ${total} steps`);
      return travel(phases, epoch, levels, annealStrategy);
    };
    const momentum = momentumCycle(who, optimizer, settings, (epoch, low, high) =>
      along(epoch, [high, low, high]),
    );
    // As in PyTorch, it is from here that schedules made later start.
    optimizer.paramGroups.forEach((group, i) => setFirstLr(group, highest(i) / divFactor));
    super(
      who,
      optimizer,
      (epoch, _, group) => {
        const start = highest(group) / divFactor;
        return along(epoch, [start, highest(group), start / finalDivFactor]);
      },
      momentum,
    );
  }
}

/** The length may be given in two ways: of the one that is not used, 0 is what is known. */
const notGiven: Rule<number> = () => 0;
const notNeeded: Rule<number> = (who, name, value) =>
  value === undefined ? 0 : /* @__PURE__ */ whole(1)(who, name, value);
const orTotalSteps: Rule<number> = (who, name, value) =>
  /* @__PURE__ */ whole(1)(who, `${name} (or totalSteps)`, value);

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
      return anneal(form, levels[from], levels[to], part);
    }
    begin = end;
  }
  return levels[2];
}
