import { resolveSettings } from "../settings.ts";
import { groupLambdas, lambdaRules, type LrLambda } from "./group-lambdas.ts";
import type { PerGroup } from "./per-group.ts";
import { recurrence } from "./recurrence.ts";
import { LRScheduler, checkOptimizer, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link MultiplicativeLR}. */
export interface MultiplicativeLROptions {
  /** The factor from the epoch before: one function for all groups, or a list of one each. Not part of the saved state. */
  lrLambda: PerGroup<LrLambda>;
}

/**
 * The rate before times a function of the epoch: `lr = initial · lrLambda(1) · … · lrLambda(epoch)`.
 *
 * @example
 * const schedule = new MultiplicativeLR(optimizer, { lrLambda: (epoch) => (epoch < 100 ? 0.99 : 1) });
 * @throws ArgumentError if there is not one function for each group, or one returns something that is no finite number
 */
export class MultiplicativeLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: MultiplicativeLROptions) {
    const who = "MultiplicativeLR";
    checkOptimizer(who, optimizer);
    const { lrLambda } = resolveSettings<MultiplicativeLROptions>(who, lambdaRules, options, {});
    const factor = groupLambdas(who, lrLambda, optimizer);
    const products: ((epoch: number) => number)[] = [];
    super(
      who,
      optimizer,
      (epoch, initial, group) => {
        products[group] ??= recurrence(
          () => 1,
          (product, at) => product * factor(at, group),
        );
        return initial * products[group](epoch);
      },
      null,
      (epoch, current, _, group) => (epoch === 0 ? current : current * factor(epoch, group)),
    );
  }

  /** @internal */
  override takeOver(current: number): number {
    return current;
  }
}
