import { RelativeLR, type Curve } from "./relative-lr.ts";
import type { AnyOptimizer } from "./schedule.ts";

/**
 * Base of the schedules that multiply the rate by `gamma` now and then; `decays` counts how often they have.
 * @internal
 */
export abstract class DecayLR extends RelativeLR {
  constructor(who: string, optimizer: AnyOptimizer, gamma: number, decays: Curve) {
    super(
      who,
      optimizer,
      (epoch) => gamma ** decays(epoch),
      undefined,
      (epoch) => gamma ** (decays(epoch) - (epoch === 0 ? 0 : decays(epoch - 1))),
    );
  }
}
