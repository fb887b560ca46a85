import type { Tensor } from "@rewind/autograd";
import { Optimizer, countStep, stateTensor, type Algorithm, type CommonSettings } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { atLeast, betaPair } from "./settings.ts";
import type { ParamState } from "./state-dict.ts";

/** Options of {@link Adamax}. */
export interface AdamaxOptions extends CommonSettings {
  /** Step size, at least 0. Default 2e-3. */
  lr: number;
  /** Decay rates of the first and second moment, each in [0, 1). Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the magnitude of the gradient, at least 0. Default 1e-8. */
  eps: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
}

const algorithm: Algorithm<AdamaxOptions> = {
  name: "Adamax",
  defaults: { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
  rules: { lr: atLeast(0), betas: betaPair, eps: atLeast(0), weightDecay: atLeast(0) },
  state: { step: "count", expAvg: "tensor", expInf: "tensor" },
};

/**
 * Adamax (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, section 7.1): Adam with the infinity norm,
 * `u = max(β₂u, |g| + eps)`, `p -= lr / (1-β₁ᵗ) · m / u`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Adamax extends Optimizer<AdamaxOptions> {
  constructor(params: Params<AdamaxOptions>, options: Partial<AdamaxOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: AdamaxOptions, state: ParamState): void {
    const { eps, weightDecay } = settings;
    const [beta1, beta2] = settings.betas;
    const stepSize = settings.lr / (1 - beta1 ** countStep(state));
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    const u = stateTensor(state, "expInf", param).data;
    param.mutate("Adamax.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = g[i] + weightDecay * p[i];
        const first = beta1 * m[i] + (1 - beta1) * d;
        const largest = Math.max(beta2 * u[i], Math.abs(d) + eps);
        m[i] = first;
        u[i] = largest;
        p[i] -= (stepSize * first) / largest;
      }
    });
  }
}
