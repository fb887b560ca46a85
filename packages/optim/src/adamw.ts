import type { Tensor } from "@rewind/autograd";
import { adamRules, adamState, adamUpdate, type AdamOptions, type AdamState } from "./adam-update.ts";
import type { Algorithm } from "./algorithm.ts";
import { momentDefaults } from "./moment-settings.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";

const algorithm: Algorithm<AdamOptions, AdamState> = {
  name: "AdamW",
  defaults: { ...momentDefaults, lr: 1e-3, weightDecay: 1e-2, amsgrad: false },
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
export class AdamW extends Optimizer<AdamOptions, AdamState> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: AdamOptions, state: Partial<AdamState>): void {
    adamUpdate("AdamW.step", true, param, grad, settings, state);
  }
}
