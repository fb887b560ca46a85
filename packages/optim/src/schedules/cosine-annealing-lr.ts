import { atLeast, resolveSettings, whole } from "../settings.ts";
import { cosine } from "./cosine.ts";
import { RelativeLR } from "./relative-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link CosineAnnealingLR}. */
export interface CosineAnnealingLROptions {
  /** Epochs from the initial rate to the lowest, at least 1. */
  tMax: number;
  /** The lowest rate, at least 0. Default 0. */
  etaMin?: number;
}

/**
 * Half a cosine from the initial rate to `etaMin`, and back up after `tMax`:
 * `lr = etaMin + (initial - etaMin)(1 + cos(π epoch / tMax)) / 2`. Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent
 * with Warm Restarts", 2017, without the restarts.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class CosineAnnealingLR extends RelativeLR {
  constructor(optimizer: AnyOptimizer, options: CosineAnnealingLROptions) {
    const { tMax, etaMin } = resolveSettings<Required<CosineAnnealingLROptions>>(
      "CosineAnnealingLR",
      { tMax: /* @__PURE__ */ whole(1), etaMin: /* @__PURE__ */ atLeast(0) },
      options,
      { etaMin: 0 },
    );
    super(
      "CosineAnnealingLR",
      optimizer,
      (epoch) => cosine(1, 0, epoch / tMax),
      () => etaMin,
    );
  }
}
