import type { Tensor } from "@rewind/autograd";
import { adamRules, adamState, adamUpdate, type AdamOptions } from "./adam-update.ts";
import { Optimizer, type Algorithm } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import type { ParamState } from "./state-dict.ts";

const algorithm: Algorithm<AdamOptions> = {
  name: "AdamW",
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-2, amsgrad: false, maximize: false },
  rules: adamRules,
  state: adamState,
};

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019): first
 * `p *= 1 - lr·weightDecay`, then the step of Adam. `weightDecay` is 1e-2 by default.
 *
 * @example
 * const optimizer = new AdamW(model.parameters(), { lr: 2e-3 });
 * @throws ArgumentError if an option is outside its domain
 */
export class AdamW extends Optimizer<AdamOptions> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: AdamOptions, state: ParamState): void {
    adamUpdate("AdamW.step", true, param, grad, settings, state);
  }
}
