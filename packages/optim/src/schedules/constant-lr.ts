import { fraction, resolveSettings, whole } from "../settings.ts";
import { RelativeLR } from "./relative-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** Options of {@link ConstantLR}. */
export interface ConstantLROptions {
  /** Factor until `totalIters`, from 0 to 1. Default 1/3. */
  factor?: number;
  /** Epochs after which the initial rate is back, at least 0. Default 5. */
  totalIters?: number;
}

/**
 * A fraction of the initial rate for the first epochs: `lr = initial · factor` while `epoch < totalIters`, then `initial`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class ConstantLR extends RelativeLR {
  constructor(optimizer: AnyOptimizer, options: ConstantLROptions = {}) {
    const { factor, totalIters } = resolveSettings<Required<ConstantLROptions>>(
      "ConstantLR",
      { factor: fraction, totalIters: /* @__PURE__ */ whole(0) },
      options,
      { factor: 1 / 3, totalIters: 5 },
    );
    super("ConstantLR", optimizer, (epoch) => (epoch < totalIters ? factor : 1));
  }
}
