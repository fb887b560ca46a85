import { ArgumentError, formatValue, isList } from "@rewind/autograd";
import { atLeast, resolveSettings, type Rule } from "../settings.ts";
import { DecayLR } from "./decay-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link MultiStepLR}. */
export interface MultiStepLROptions {
  /** Epochs at which to decay: whole numbers from 0, in any order; one that occurs twice decays twice. */
  milestones: readonly number[];
  /** Factor of each decay, at least 0. Default 0.1. */
  gamma?: number;
}

const epochs: Rule<readonly number[]> = (who, name, value) => {
  if (isList(value) && [...value].every((at) => Number.isInteger(at) && (at as number) >= 0))
    return [...value] as number[];
  throw new ArgumentError(`${who}: ${name} must be a list of whole numbers >= 0, got ${formatValue(value)}`);
};

/**
 * Decays the rate by `gamma` at each milestone: `lr = initial · gamma^(milestones reached)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class MultiStepLR extends DecayLR {
  constructor(optimizer: AnyOptimizer, options: MultiStepLROptions) {
    const { milestones, gamma } = resolveSettings<Required<MultiStepLROptions>>(
      "MultiStepLR",
      { milestones: epochs, gamma: /* @__PURE__ */ atLeast(0) },
      options,
      { gamma: 0.1 },
    );
    super("MultiStepLR", optimizer, gamma, (epoch) => milestones.filter((at) => at <= epoch).length);
  }
}
