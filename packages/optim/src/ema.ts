import type { Tensor } from "@rewind/autograd";
import { AveragedParameters } from "./averaged-parameters.ts";
import { fraction, resolveSettings } from "./settings.ts";

/** Options of {@link EMA}. */
export interface EMAOptions {
  /** How much of the average stays at each update, from 0 to 1. Default 0.999. */
  decay?: number;
}

/**
 * An exponential moving average of parameters, `a = decay · a + (1 - decay) · p`, which often generalises better than the
 * last of them (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992). It begins with the
 * parameters as they are; call `update` after each step of the optimizer.
 *
 * @example
 * const average = new EMA(model.parameters());
 * optimizer.step();
 * average.update();
 * average.swap(); // evaluate with the averages
 * average.swap(); // and train on
 * @throws ArgumentError if there are no parameters, or decay is not from 0 to 1
 */
export class EMA extends AveragedParameters {
  readonly decay: number;

  constructor(params: Iterable<Tensor>, options: EMAOptions = {}) {
    const { decay } = resolveSettings<Required<EMAOptions>>("EMA", { decay: fraction }, options, {
      decay: 0.999,
    });
    super("EMA", params);
    this.decay = decay;
  }

  protected override rate(): number {
    return 1 - this.decay;
  }
}
