import { resolveSettings } from "../settings.ts";
import { groupLambdas, lambdaRules, type LrLambda } from "./group-lambdas.ts";
import type { PerGroup } from "./per-group.ts";
import { LRScheduler, checkOptimizer, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link LambdaLR}. */
export interface LambdaLROptions {
  /** The factor of an epoch: one function for all groups, or a list of one each. Not part of the saved state. */
  lrLambda: PerGroup<LrLambda>;
}

/**
 * The initial rate times a function of the epoch: `lr = initial · lrLambda(epoch)`.
 *
 * @throws ArgumentError if there is not one function for each group, or one returns something that is no finite number
 */
export class LambdaLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: LambdaLROptions) {
    const who = "LambdaLR";
    checkOptimizer(who, optimizer);
    const { lrLambda } = resolveSettings<LambdaLROptions>(who, lambdaRules, options, {});
    const factor = groupLambdas(who, lrLambda, optimizer);
    super(who, optimizer, (epoch, initial, group) => initial * factor(epoch, group));
  }
}
