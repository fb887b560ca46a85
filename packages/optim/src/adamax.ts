import type { Tensor } from "@rewind/autograd";
import type { Algorithm } from "./algorithm.ts";
import { momentDefaults, momentRules, type MomentOptions } from "./moment-settings.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { countStep, stateTensor } from "./param-state.ts";

/** Options of {@link Adamax}. */
export interface AdamaxOptions extends MomentOptions {
  /** Step size, at least 0. Default 2e-3. */
  lr: number;
}

/** What Adamax remembers of a parameter. */
export type AdamaxState = {
  /** Updates so far. */
  step: number;
  /** Average of the gradient. */
  expAvg: Tensor;
  /** Decaying maximum of its magnitude. */
  expInf: Tensor;
};

const algorithm: Algorithm<AdamaxOptions, AdamaxState> = {
  name: "Adamax",
  defaults: { ...momentDefaults, lr: 2e-3 },
  rules: momentRules,
  state: { step: "count", expAvg: "tensor", expInf: "tensor" },
};

/**
 * Adamax (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, section 7.1): Adam with the infinity norm,
 * `u = max(β₂u, |g| + eps)`, `p -= lr / (1-β₁ᵗ) · m / u`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Adamax extends Optimizer<AdamaxOptions, AdamaxState> {
  constructor(params: Params<AdamaxOptions>, options: Partial<AdamaxOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: AdamaxOptions, state: Partial<AdamaxState>): void {
    const { eps, weightDecay } = settings;
    const sign = settings.maximize ? -1 : 1;
    const [beta1, beta2] = settings.betas;
    const stepSize = settings.lr / (1 - beta1 ** countStep(state));
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    const u = stateTensor(state, "expInf", param).data;
    param.mutate("Adamax.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + weightDecay * p[i];
        const first = beta1 * m[i] + (1 - beta1) * d;
        const largest = Math.max(beta2 * u[i], Math.abs(d) + eps);
        m[i] = first;
        u[i] = largest;
        p[i] -= (stepSize * first) / largest;
      }
    });
  }
}
