import { atLeast, resolveSettings } from "../settings.ts";
import { DecayLR } from "./decay-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link ExponentialLR}. */
export interface ExponentialLROptions {
  /** Factor of each epoch, at least 0. */
  gamma: number;
}

/**
 * Decays the rate by `gamma` every epoch: `lr = initial · gamma^epoch`.
 *
 * @throws ArgumentError if `gamma` is not a finite number >= 0
 */
export class ExponentialLR extends DecayLR {
  constructor(optimizer: AnyOptimizer, options: ExponentialLROptions) {
    const { gamma } = resolveSettings<ExponentialLROptions>(
      "ExponentialLR",
      { gamma: /* @__PURE__ */ atLeast(0) },
      options,
      {},
    );
    super("ExponentialLR", optimizer, gamma, (epoch) => epoch);
  }
}
