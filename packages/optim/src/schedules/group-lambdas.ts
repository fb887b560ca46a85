import { ArgumentError, formatValue } from "@rewind/autograd";
import type { Rule } from "../settings.ts";
import { oneOrList, perGroup, type PerGroup } from "./per-group.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Maps an epoch to a factor of the rate. */
export type LrLambda = (epoch: number) => number;

const lambda: Rule<LrLambda> = (who, name, value) => {
  if (typeof value === "function") return value as LrLambda;
  throw new ArgumentError(`${who}: ${name} must be a function of the epoch, got ${formatValue(value)}`);
};

export const lambdaRules: { readonly lrLambda: Rule<PerGroup<LrLambda>> } = {
  lrLambda: /* @__PURE__ */ oneOrList(lambda),
};

/** The function of each group, held to finite numbers. */
export function groupLambdas(
  who: string,
  lrLambda: PerGroup<LrLambda>,
  optimizer: AnyOptimizer,
): (epoch: number, group: number) => number {
  const lambdaOf = perGroup(who, "lrLambda", lrLambda, optimizer);
  return (epoch, group) => {
    const factor: unknown = lambdaOf(group)(epoch);
    if (Number.isFinite(factor)) return factor as number;
    throw new ArgumentError(`${who}: lrLambda(${epoch}) must be a finite number, got ${formatValue(factor)}`);
  };
}
