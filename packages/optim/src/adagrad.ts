import type { Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { countStep, stateTensor } from "./param-state.ts";
import { atLeast, flag } from "./settings.ts";

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
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What Adagrad remembers of a parameter. */
export type AdagradState = {
  /** Updates so far. */
  step: number;
  /** Sum of the squared gradients. */
  sum: Tensor;
};

const algorithm: Algorithm<AdagradOptions, AdagradState> = {
  name: "Adagrad",
  defaults: { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10, maximize: false },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    lrDecay: /* @__PURE__ */ atLeast(0),
    weightDecay: /* @__PURE__ */ atLeast(0),
    initialAccumulatorValue: /* @__PURE__ */ atLeast(0),
    eps: /* @__PURE__ */ atLeast(0),
    maximize: flag,
  },
  state: { step: "count", sum: "tensor" },
};

/**
 * Adagrad (Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011):
 * `s += g²`, `p -= lr / (1 + (t - 1)·lrDecay) · g / (√s + eps)`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Adagrad extends Optimizer<AdagradOptions, AdagradState> {
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(
    param: Tensor,
    grad: Tensor,
    settings: AdagradOptions,
    state: Partial<AdagradState>,
  ): void {
    const { weightDecay, eps, initialAccumulatorValue } = settings;
    const rate = settings.lr / (1 + (countStep(state) - 1) * settings.lrDecay);
    const sign = settings.maximize ? -1 : 1;
    const g = grad.data;
    const s = stateTensor(state, "sum", param, initialAccumulatorValue).data;
    param.mutate("Adagrad.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + weightDecay * p[i];
        const sum = s[i] + d * d;
        s[i] = sum;
        p[i] -= (rate * d) / (Math.sqrt(sum) + eps);
      }
    });
  }
}
