import { atLeast, resolveSettings, whole } from "../settings.ts";
import { DecayLR } from "./decay-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link StepLR}. */
export interface StepLROptions {
  /** Epochs between decays, at least 1. */
  stepSize: number;
  /** Factor of each decay, at least 0. Default 0.1. */
  gamma?: number;
}

/**
 * Decays the rate by `gamma` every `stepSize` epochs: `lr = initial · gamma^⌊epoch / stepSize⌋`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class StepLR extends DecayLR {
  constructor(optimizer: AnyOptimizer, options: StepLROptions) {
    const { stepSize, gamma } = resolveSettings<Required<StepLROptions>>(
      "StepLR",
      { stepSize: /* @__PURE__ */ whole(1), gamma: /* @__PURE__ */ atLeast(0) },
      options,
      { gamma: 0.1 },
    );
    super("StepLR", optimizer, gamma, (epoch) => Math.floor(epoch / stepSize));
  }
}
