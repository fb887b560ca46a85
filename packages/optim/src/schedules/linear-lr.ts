import { fraction, resolveSettings, whole } from "../settings.ts";
import { RelativeLR } from "./relative-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link LinearLR}. */
export interface LinearLROptions {
  /** Factor at epoch 0, from 0 to 1. Default 1/3. */
  startFactor?: number;
  /** Factor from `totalIters` on, from 0 to 1. Default 1. */
  endFactor?: number;
  /** Epochs the way takes, at least 1. Default 5. */
  totalIters?: number;
}

/**
 * A straight line from one factor of the initial rate to another: warm-up, or cool-down.
 * `lr = initial · (start + (end - start) · min(epoch, total) / total)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class LinearLR extends RelativeLR {
  constructor(optimizer: AnyOptimizer, options: LinearLROptions = {}) {
    const { startFactor, endFactor, totalIters } = resolveSettings<Required<LinearLROptions>>(
      "LinearLR",
      { startFactor: fraction, endFactor: fraction, totalIters: /* @__PURE__ */ whole(1) },
      options,
      { startFactor: 1 / 3, endFactor: 1, totalIters: 5 },
    );
    super("LinearLR", optimizer, (epoch) => {
      const way = Math.min(epoch, totalIters) / totalIters;
      return startFactor + (endFactor - startFactor) * way;
    });
  }
}
