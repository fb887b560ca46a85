import { ArgumentError, formatValue } from "@rewind/autograd";
import { checkNames, LRScheduler, checkOptimizer, type AnyOptimizer } from "./schedule.ts";

/** Maps an epoch to a factor of the initial rate. */
export type LrLambda = (epoch: number) => number;

/** Options of {@link LambdaLR}. */
export interface LambdaLROptions {
  /** One function for all groups, or a list of one each. */
  lrLambda: LrLambda | readonly LrLambda[];
}

/**
 * The initial rate times a function of the epoch: `lr = initial · lrLambda(epoch)`.
 *
 * @throws ArgumentError if there is not one function for each group, or one returns something that is no finite number
 */
export class LambdaLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: LambdaLROptions) {
    const { lrLambda } = checkNames("LambdaLR", options, ["lrLambda"]);
    const groups = checkOptimizer("LambdaLR", optimizer).paramGroups.length;
    const lambdas = typeof lrLambda === "function" ? new Array<LrLambda>(groups).fill(lrLambda) : lrLambda;
    if (
      !Array.isArray(lambdas) ||
      lambdas.length !== groups ||
      lambdas.some((fn) => typeof fn !== "function")
    ) {
      throw new ArgumentError(
        `LambdaLR: lrLambda must be a function, or a list of one for each of ${groups} groups, got ${formatValue(lrLambda)}`,
      );
    }
    super("LambdaLR", optimizer, (epoch, initial, group) => {
      const factor = (lambdas as readonly LrLambda[])[group](epoch);
      if (Number.isFinite(factor)) return initial * factor;
      throw new ArgumentError(
        `LambdaLR: lrLambda(${epoch}) must be a finite number, got ${formatValue(factor)}`,
      );
    });
  }
}
