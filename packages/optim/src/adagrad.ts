import type { Tensor } from "@rewind/autograd";
import { Optimizer, countStep, stateTensor, type Algorithm, type CommonSettings } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { atLeast } from "./settings.ts";
import type { ParamState } from "./state-dict.ts";

/** Options of {@link Adagrad}. */
export interface AdagradOptions extends CommonSettings {
  /** Step size, at least 0. Default 1e-2. */
  lr: number;
  /** How fast the step size falls with the steps, at least 0. Default 0. */
  lrDecay: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** What the sums of squares begin with, at least 0. Default 0. */
  initialAccumulatorValue: number;
  /** Added to the denominator, at least 0. Default 1e-10. */
  eps: number;
}

const algorithm: Algorithm<AdagradOptions> = {
  name: "Adagrad",
  defaults: { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10 },
  rules: {
    lr: atLeast(0),
    lrDecay: atLeast(0),
    weightDecay: atLeast(0),
    initialAccumulatorValue: atLeast(0),
    eps: atLeast(0),
  },
  state: { step: "count", sum: "tensor" },
};

/**
 * Adagrad (Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011):
 * `s += g²`, `p -= lr / (1 + (t - 1)·lrDecay) · g / (√s + eps)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: AdagradOptions, state: ParamState): void {
    const { weightDecay, eps, initialAccumulatorValue } = settings;
    const rate = settings.lr / (1 + (countStep(state) - 1) * settings.lrDecay);
    const g = grad.data;
    const s = stateTensor(state, "sum", param, initialAccumulatorValue).data;
    param.mutate("Adagrad.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = g[i] + weightDecay * p[i];
        const sum = s[i] + d * d;
        s[i] = sum;
        p[i] -= (rate * d) / (Math.sqrt(sum) + eps);
      }
    });
  }
}
