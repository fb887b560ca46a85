import type { Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { exchange } from "./exchange.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { countStep, stateTensor } from "./param-state.ts";
import { atLeast, finite, flag } from "./settings.ts";

/** Options of {@link ASGD}. */
export interface ASGDOptions extends CommonSettings {
  /** Step size at the start, at least 0. Default 1e-2. */
  lr: number;
  /** Decay term: how fast the step size falls and the weights shrink, at least 0. Default 1e-4. */
  lambd: number;
  /** Power of the fall of the step size. Default 0.75. */
  alpha: number;
  /** The step from which averages are taken, at least 0. Default 1e6. */
  t0: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What ASGD remembers of a parameter. */
export type ASGDState = {
  /** Updates so far. */
  step: number;
  /** Step size of the next update. */
  eta: number;
  /** Weight of the parameter in the next average. */
  mu: number;
  /** The averaged parameter: what to use once training is over. */
  ax: Tensor;
};

const algorithm: Algorithm<ASGDOptions, ASGDState> = {
  name: "ASGD",
  defaults: { lr: 1e-2, lambd: 1e-4, alpha: 0.75, t0: 1e6, weightDecay: 0, maximize: false },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    lambd: /* @__PURE__ */ atLeast(0),
    alpha: finite,
    t0: /* @__PURE__ */ atLeast(0),
    weightDecay: /* @__PURE__ */ atLeast(0),
    maximize: flag,
  },
  state: { step: "count", eta: "number", mu: "number", ax: "tensor" },
};

/**
 * Averaged stochastic gradient descent (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992):
 * `p = (1 - lambd·η)p - η·g` with `η = lr / (1 + lambd·lr·t)^alpha`, and beside it the average `a += μ(p - a)`, `μ = 1 / max(1, t - t0)`,
 * which {@link ASGD.swap} puts in the parameters' place and the state holds as `ax`. The learning rate of a group is read when the next `η` is set, one step ahead.
 *
 * @example
 * const optimizer = new ASGD(model.parameters(), { lr: 0.1, t0: 1000 });
 * @throws ArgumentError if an option is outside its domain
 */
export class ASGD extends Optimizer<ASGDOptions, ASGDState> {
  constructor(params: Params<ASGDOptions>, options: Partial<ASGDOptions> = {}) {
    super(algorithm, params, options);
  }

  /**
   * Exchanges parameters and their averages, as {@link SWA} does; a second call puts both back, bit for bit. A parameter that
   * has not been updated yet is its own average.
   *
   * @example
   * optimizer.swap(); // evaluate with the averages
   * optimizer.swap(); // and train on
   */
  swap(): void {
    for (const param of this.paramGroups.flatMap(({ params }) => params)) {
      if (this.hasState(param)) exchange("ASGD.swap", param, stateTensor(this.stateOf(param), "ax", param));
    }
  }

  protected update(param: Tensor, grad: Tensor, settings: ASGDOptions, state: Partial<ASGDState>): void {
    const { lr, lambd, alpha, t0, weightDecay, maximize } = settings;
    const { eta = lr, mu = 1 } = state;
    const t = countStep(state);
    const sign = maximize ? -1 : 1;
    const g = grad.data;
    const average = stateTensor(state, "ax", param).data;
    param.mutate("ASGD.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + weightDecay * p[i];
        p[i] = (1 - lambd * eta) * p[i] - eta * d;
        average[i] = mu === 1 ? p[i] : average[i] + mu * (p[i] - average[i]);
      }
    });
    state.eta = lr / (1 + lambd * lr * t) ** alpha;
    state.mu = 1 / Math.max(1, t - t0);
  }
}
