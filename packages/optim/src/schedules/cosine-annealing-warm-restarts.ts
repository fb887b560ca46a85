import { atLeast, resolveSettings, whole } from "../settings.ts";
import { cosine } from "./cosine.ts";
import { LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link CosineAnnealingWarmRestarts}. */
export interface CosineAnnealingWarmRestartsOptions {
  /** Epochs before the first restart, at least 1. */
  t0: number;
  /** Each period is this many times as long as the one before, a whole number of at least 1. Default 1. */
  tMult?: number;
  /** The lowest rate, at least 0. Default 0. */
  etaMin?: number;
}

/**
 * Half a cosine from the initial rate to `etaMin`, again and again (Loshchilov and Hutter, "SGDR: Stochastic Gradient
 * Descent with Warm Restarts", 2017).
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: CosineAnnealingWarmRestartsOptions) {
    const { t0, tMult, etaMin } = resolveSettings<Required<CosineAnnealingWarmRestartsOptions>>(
      "CosineAnnealingWarmRestarts",
      { t0: /* @__PURE__ */ whole(1), tMult: /* @__PURE__ */ whole(1), etaMin: /* @__PURE__ */ atLeast(0) },
      options,
      { tMult: 1, etaMin: 0 },
    );
    super("CosineAnnealingWarmRestarts", optimizer, (epoch, initial) => {
      if (tMult === 1) return cosine(initial, etaMin, (epoch % t0) / t0);
      let period = t0;
      let since = epoch;
      for (; since >= period; period *= tMult) since -= period;
      return cosine(initial, etaMin, since / period);
    });
  }
}
