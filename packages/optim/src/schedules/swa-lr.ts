import { atLeast, oneOf, resolveSettings, whole } from "../settings.ts";
import { anneal } from "./cosine.ts";
import { oneOrList, perGroup, type PerGroup } from "./per-group.ts";
import { LRScheduler, checkOptimizer, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link SWALR}. */
export interface SWALROptions {
  /** The rate to hold while weights are averaged: one for all groups or a list of one each. */
  swaLr: PerGroup<number>;
  /** Epochs of the way there, at least 0. Default 10. */
  annealEpochs?: number;
  /** The form of the way. Default `"cos"`. */
  annealStrategy?: "cos" | "linear";
}

/**
 * From the rate in use to a constant one, at which weights are averaged (Izmailov et al., "Averaging Weights Leads to Wider
 * Optima and Better Generalization", 2018). It goes on from the rates it finds: another schedule may lead there.
 *
 * @example
 * const decay = new CosineAnnealingLR(optimizer, { tMax: 75 });
 * const hold = new SWALR(optimizer, { swaLr: 0.05 });
 * for (let epoch = 0; epoch < 100; epoch++) {
 *   trainEpoch(model, optimizer);
 *   if (epoch < 75) decay.step();
 *   else hold.step();
 * }
 * @throws ArgumentError if an option is outside its domain
 */
export class SWALR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: SWALROptions) {
    const who = "SWALR";
    checkOptimizer(who, optimizer);
    const { swaLr, annealEpochs, annealStrategy } = resolveSettings<Required<SWALROptions>>(
      who,
      {
        swaLr: /* @__PURE__ */ oneOrList(/* @__PURE__ */ atLeast(0)),
        annealEpochs: /* @__PURE__ */ whole(0),
        annealStrategy: /* @__PURE__ */ oneOf("cos", "linear"),
      },
      options,
      { annealEpochs: 10, annealStrategy: "cos" },
    );
    const target = perGroup(who, "swaLr", swaLr, optimizer);
    const left = (epoch: number): number =>
      anneal(annealStrategy, 1, 0, annealEpochs === 0 ? 1 : Math.min(1, epoch / annealEpochs));
    const between = (lr: number, part: number, group: number): number =>
      part === 1 ? lr : target(group) + (lr - target(group)) * part;
    super(
      who,
      optimizer,
      (epoch, initial, group) => between(initial, left(epoch), group),
      null,
      (epoch, current, _, group) => {
        const part = left(epoch);
        return between(current, part && epoch > 0 ? part / left(epoch - 1) : part, group);
      },
    );
  }

  /** @internal */
  override takeOver(current: number): number {
    return current;
  }
}
