import { ArgumentError, formatValue, readable } from "@rewind/autograd";
import { atLeast, oneOf, resolveSettings, whole, type Rule } from "../settings.ts";
import { momentumCycle, momentumRules, type MomentumOptions } from "./momentum.ts";
import { oneOrList, perGroup, type PerGroup } from "./per-group.ts";
import { LRScheduler, checkOptimizer, setFirstLr, type AnyOptimizer, type Rate } from "./schedule.ts";

/** Options of {@link CyclicLR}. */
export interface CyclicLROptions extends MomentumOptions {
  /** The lowest rate: one for all groups or a list of one each. */
  baseLr: PerGroup<number>;
  /** The highest rate of the first cycle: one for all groups or a list of one each. */
  maxLr: PerGroup<number>;
  /** Steps from the lowest rate to the highest, at least 1. Default 2000. */
  stepSizeUp?: number;
  /** Steps back, at least 1. Default: as many as up. */
  stepSizeDown?: number;
  /** Cycles of one height, of half the height each time, or shrinking by `gamma` every step. Default `"triangular"`. */
  mode?: "triangular" | "triangular2" | "exp_range";
  /** The factor of `"exp_range"`, at least 0. Default 1. */
  gamma?: number;
  /** The height of the cycles in place of `mode`: a factor of the first one's. Not part of the saved state. */
  scaleFn?: (at: number) => number;
  /** What `scaleFn` is given: the number of the cycle, from 1, or the step. Default `"cycle"`. */
  scaleMode?: "cycle" | "iterations";
}

const scale: Rule<((at: number) => number) | undefined> = (who, name, value) => {
  if (value === undefined || typeof value === "function")
    return value as ((at: number) => number) | undefined;
  throw new ArgumentError(`${who}: ${name} must be a function, got ${formatValue(value)}`);
};

/**
 * Goes up and down between two rates in straight lines, step by step, with the momentum going the other way (Smith, "Cyclical
 * Learning Rates for Training Neural Networks", 2017).
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class CyclicLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: CyclicLROptions) {
    const who = "CyclicLR";
    checkOptimizer(who, optimizer);
    const settings = resolveSettings<Required<CyclicLROptions>>(
      who,
      {
        ...momentumRules,
        baseLr: /* @__PURE__ */ oneOrList(/* @__PURE__ */ atLeast(0)),
        maxLr: /* @__PURE__ */ oneOrList(/* @__PURE__ */ atLeast(0)),
        stepSizeUp: /* @__PURE__ */ whole(1),
        stepSizeDown: /* @__PURE__ */ whole(1),
        mode: /* @__PURE__ */ oneOf("triangular", "triangular2", "exp_range"),
        gamma: /* @__PURE__ */ atLeast(0),
        scaleFn: scale as Rule<(at: number) => number>,
        scaleMode: /* @__PURE__ */ oneOf("cycle", "iterations"),
      },
      options,
      {
        cycleMomentum: true,
        baseMomentum: 0.8,
        maxMomentum: 0.9,
        stepSizeUp: 2000,
        stepSizeDown: readable(options)?.stepSizeUp ?? 2000,
        mode: "triangular",
        gamma: 1,
        scaleMode: "cycle",
      },
    );
    const base = perGroup(who, "baseLr", settings.baseLr, optimizer);
    const highest = perGroup(who, "maxLr", settings.maxLr, optimizer);
    const height = heightOf(settings);
    const momentum = momentumCycle(
      who,
      optimizer,
      settings,
      (epoch, low, high) => high - (high - low) * height(epoch),
    );
    const rate: Rate = (epoch, _, group) => base(group) + (highest(group) - base(group)) * height(epoch);
    optimizer.paramGroups.forEach((group, i) => setFirstLr(group, base(i), true));
    // As in PyTorch, a schedule made earlier has the say until the first step.
    super(who, optimizer, rate, momentum, (epoch, _, initial, group) =>
      epoch === 0 ? initial : rate(epoch, initial, group),
    );
  }
}

/** How high above the base a step is, as a share of the first cycle's height. */
function heightOf(settings: Required<CyclicLROptions>): (epoch: number) => number {
  const { stepSizeUp: up, stepSizeDown: down, mode, gamma, scaleMode } = settings;
  const scaleFn = settings.scaleFn as ((at: number) => number) | undefined;
  return (epoch) => {
    const cycle = Math.floor(epoch / (up + down));
    const since = epoch - cycle * (up + down);
    const part = since <= up ? since / up : (up + down - since) / down;
    if (scaleFn !== undefined) {
      const factor: unknown = scaleFn(scaleMode === "cycle" ? cycle + 1 : epoch);
      if (Number.isFinite(factor)) return part * (factor as number);
      throw new ArgumentError(
        `CyclicLR: scaleFn must return a finite number, got ${formatValue(factor)} at step ${epoch}`,
      );
    }
    if (mode === "triangular") return part;
    return part * (mode === "triangular2" ? 0.5 ** cycle : gamma ** epoch);
  };
}
