import type { Tensor } from "@rewind/autograd";
import { adamRules, adamState, adamUpdate, type AdamOptions } from "./adam-update.ts";
import { Optimizer, type Algorithm } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import type { ParamState } from "./state-dict.ts";

const algorithm: Algorithm<AdamOptions> = {
  name: "Adam",
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false, maximize: false },
  rules: adamRules,
  state: adamState,
};

/**
 * Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015): `m = β₁m + (1-β₁)g`, `v = β₂v + (1-β₂)g²`,
 * `p -= lr · m̂ / (√v̂ + eps)` with `m̂ = m/(1-β₁ᵗ)`, `v̂ = v/(1-β₂ᵗ)`. Weight decay is an L2 penalty in the gradient.
 *
 * @example
 * const optimizer = new Adam(model.parameters(), { lr: 2e-3 });
 * @throws ArgumentError if an option is outside its domain
 */
export class Adam extends Optimizer<AdamOptions> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: AdamOptions, state: ParamState): void {
    adamUpdate("Adam.step", false, param, grad, settings, state);
  }
}
