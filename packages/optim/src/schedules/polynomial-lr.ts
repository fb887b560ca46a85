import { atLeast, resolveSettings, whole } from "../settings.ts";
import { RelativeLR } from "./relative-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link PolynomialLR}. */
export interface PolynomialLROptions {
  /** Epochs until the rate is 0, at least 1. Default 5. */
  totalIters?: number;
  /** The exponent, at least 0. Default 1: a straight line. */
  power?: number;
}

/**
 * Decays the rate to zero along a power: `lr = initial · (1 - min(epoch, total) / total)^power`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class PolynomialLR extends RelativeLR {
  constructor(optimizer: AnyOptimizer, options: PolynomialLROptions = {}) {
    const { totalIters, power } = resolveSettings<Required<PolynomialLROptions>>(
      "PolynomialLR",
      { totalIters: /* @__PURE__ */ whole(1), power: /* @__PURE__ */ atLeast(0) },
      options,
      { totalIters: 5, power: 1 },
    );
    super("PolynomialLR", optimizer, (epoch) => (1 - Math.min(epoch, totalIters) / totalIters) ** power);
  }
}
