import type { Tensor } from "@rewind/autograd";
import type { Algorithm } from "./algorithm.ts";
import { momentDefaults, momentRules, type MomentOptions } from "./moment-settings.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { countStep, stateTensor } from "./param-state.ts";
import { atLeast, flag } from "./settings.ts";

/** Options of {@link NAdam}. */
export interface NAdamOptions extends MomentOptions {
  /** Step size, at least 0. Default 2e-3. */
  lr: number;
  /** How fast the momentum grows towards `betas[0]`, at least 0. Default 4e-3. */
  momentumDecay: number;
  /** Take the weight decay off the weight itself, as AdamW does, instead of adding it to the gradient. Default false. */
  decoupledWeightDecay: boolean;
}

/** What NAdam remembers of a parameter. */
export type NAdamState = {
  /** Updates so far. */
  step: number;
  /** Product of the momenta of all updates. */
  muProduct: number;
  /** Average of the gradient. */
  expAvg: Tensor;
  /** Average of its square. */
  expAvgSq: Tensor;
};

const algorithm: Algorithm<NAdamOptions, NAdamState> = {
  name: "NAdam",
  defaults: { ...momentDefaults, lr: 2e-3, momentumDecay: 4e-3, decoupledWeightDecay: false },
  rules: { ...momentRules, momentumDecay: /* @__PURE__ */ atLeast(0), decoupledWeightDecay: flag },
  state: { step: "count", muProduct: "number", expAvg: "tensor", expAvgSq: "tensor" },
};

/**
 * NAdam (Dozat, "Incorporating Nesterov Momentum into Adam", 2016): with `μₜ = β₁(1 - 0.96^(t·momentumDecay) / 2)` and `Π` the
 * product of all `μ` so far, `p -= lr (μₜ₊₁ m / (1 - Π μₜ₊₁) + (1-μₜ) g / (1 - Π)) / (√v̂ + eps)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class NAdam extends Optimizer<NAdamOptions, NAdamState> {
  constructor(params: Params<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: NAdamOptions, state: Partial<NAdamState>): void {
    const { lr, eps, weightDecay, decoupledWeightDecay, momentumDecay } = settings;
    const [beta1, beta2] = settings.betas;
    const t = countStep(state);
    const mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const muNext = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentumDecay));
    const product = (state.muProduct ?? 1) * mu;
    state.muProduct = product;
    const gradStep = (lr * (1 - mu)) / (1 - product);
    const momentStep = (lr * muNext) / (1 - product * muNext);
    const correction = 1 - beta2 ** t;
    const sign = settings.maximize ? -1 : 1;
    const l2 = decoupledWeightDecay ? 0 : weightDecay;
    const keep = decoupledWeightDecay ? 1 - lr * weightDecay : 1;
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    const v = stateTensor(state, "expAvgSq", param).data;
    param.mutate("NAdam.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + l2 * p[i];
        const first = beta1 * m[i] + (1 - beta1) * d;
        const second = beta2 * v[i] + (1 - beta2) * d * d;
        m[i] = first;
        v[i] = second;
        p[i] = keep * p[i] - (gradStep * d + momentStep * first) / (Math.sqrt(second / correction) + eps);
      }
    });
  }
}
