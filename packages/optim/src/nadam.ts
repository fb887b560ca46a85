import type { Tensor } from "@rewind/autograd";
import { Optimizer, countStep, stateTensor, type Algorithm, type CommonSettings } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { atLeast, betaPair } from "./settings.ts";
import type { ParamState } from "./state-dict.ts";

/** Options of {@link NAdam}. */
export interface NAdamOptions extends CommonSettings {
  /** Step size, at least 0. Default 2e-3. */
  lr: number;
  /** Decay rates of the first and second moment, each in [0, 1). Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the denominator, at least 0. Default 1e-8. */
  eps: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** How fast the momentum grows towards `betas[0]`, at least 0. Default 4e-3. */
  momentumDecay: number;
}

const algorithm: Algorithm<NAdamOptions> = {
  name: "NAdam",
  defaults: { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, momentumDecay: 4e-3 },
  rules: {
    lr: atLeast(0),
    betas: betaPair,
    eps: atLeast(0),
    weightDecay: atLeast(0),
    momentumDecay: atLeast(0),
  },
  state: { step: "count", muProduct: "number", expAvg: "tensor", expAvgSq: "tensor" },
};

/**
 * NAdam (Dozat, "Incorporating Nesterov Momentum into Adam", 2016): with `μₜ = β₁(1 - 0.96^(t·momentumDecay) / 2)` and `Π` the
 * product of all `μ` so far, `p -= lr (μₜ₊₁ m / (1 - Π μₜ₊₁) + (1-μₜ) g / (1 - Π)) / (√v̂ + eps)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class NAdam extends Optimizer<NAdamOptions> {
  constructor(params: Params<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: NAdamOptions, state: ParamState): void {
    const { lr, eps, weightDecay, momentumDecay } = settings;
    const [beta1, beta2] = settings.betas;
    const t = countStep(state);
    const mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const muNext = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentumDecay));
    const product = ((state.muProduct as number | undefined) ?? 1) * mu;
    state.muProduct = product;
    const gradStep = (lr * (1 - mu)) / (1 - product);
    const momentStep = (lr * muNext) / (1 - product * muNext);
    const correction = 1 - beta2 ** t;
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    const v = stateTensor(state, "expAvgSq", param).data;
    param.mutate("NAdam.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = g[i] + weightDecay * p[i];
        const first = beta1 * m[i] + (1 - beta1) * d;
        const second = beta2 * v[i] + (1 - beta2) * d * d;
        m[i] = first;
        v[i] = second;
        p[i] -= (gradStep * d + momentStep * first) / (Math.sqrt(second / correction) + eps);
      }
    });
  }
}
