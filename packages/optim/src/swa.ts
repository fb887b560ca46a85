import type { Tensor } from "@rewind/autograd";
import { AveragedParameters } from "./averaged-parameters.ts";

/**
 * Stochastic weight averaging (Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018): the
 * equal average of the parameters at every `update`, `a += (p - a) / (n + 1)`. Update it now and then, such as once an epoch, while
 * {@link SWALR} holds the rate up; batch normalisation then needs a pass over the data
 * to know the averages' statistics (`updateBN` of `@rewind/nn`).
 *
 * @example
 * const average = new SWA(model.parameters());
 * for (let epoch = 0; epoch < 100; epoch++) {
 *   trainEpoch(model, optimizer);
 *   if (epoch >= 75) average.update();
 * }
 * average.swap(); // the model now has the averaged weights
 * @throws ArgumentError if there are no parameters
 */
export class SWA extends AveragedParameters {
  constructor(params: Iterable<Tensor>) {
    super("SWA", params);
  }

  protected override rate(): number {
    return 1 / (this.updates + 1);
  }
}
