import type { Tensor } from "@rewind/autograd";
import type { Algorithm } from "./algorithm.ts";
import { momentDefaults, momentRules, type MomentOptions } from "./moment-settings.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { countStep, stateTensor } from "./param-state.ts";
import { flag } from "./settings.ts";

/** Options of {@link RAdam}. */
export interface RAdamOptions extends MomentOptions {
  /** Step size, at least 0. Default 1e-3. */
  lr: number;
  /** Take the weight decay off the weight itself, as AdamW does, instead of adding it to the gradient. Default false. */
  decoupledWeightDecay: boolean;
}

/** What RAdam remembers of a parameter. */
export type RAdamState = {
  /** Updates so far. */
  step: number;
  /** Average of the gradient. */
  expAvg: Tensor;
  /** Average of its square. */
  expAvgSq: Tensor;
};

const algorithm: Algorithm<RAdamOptions, RAdamState> = {
  name: "RAdam",
  defaults: { ...momentDefaults, lr: 1e-3, decoupledWeightDecay: false },
  rules: { ...momentRules, decoupledWeightDecay: flag },
  state: { step: "count", expAvg: "tensor", expAvgSq: "tensor" },
};

/**
 * RAdam (Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2020): Adam whose adaptive rate sets in, rectified,
 * only once enough steps make its variance bounded; plain momentum before.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class RAdam extends Optimizer<RAdamOptions, RAdamState> {
  constructor(params: Params<RAdamOptions>, options: Partial<RAdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: RAdamOptions, state: Partial<RAdamState>): void {
    const { lr, eps, weightDecay, decoupledWeightDecay } = settings;
    const [beta1, beta2] = settings.betas;
    const t = countStep(state);
    const stepSize = lr / (1 - beta1 ** t);
    const correction = Math.sqrt(1 - beta2 ** t);
    const rectification = rectify(beta2, t);
    const sign = settings.maximize ? -1 : 1;
    const l2 = decoupledWeightDecay ? 0 : weightDecay;
    const keep = decoupledWeightDecay ? 1 - lr * weightDecay : 1;
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    const v = stateTensor(state, "expAvgSq", param).data;
    param.mutate("RAdam.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + l2 * p[i];
        const first = beta1 * m[i] + (1 - beta1) * d;
        const second = beta2 * v[i] + (1 - beta2) * d * d;
        m[i] = first;
        v[i] = second;
        const adapted = rectification === null ? 1 : (rectification * correction) / (Math.sqrt(second) + eps);
        p[i] = keep * p[i] - stepSize * first * adapted;
      }
    });
  }
}

/** The factor that evens out the adaptive rate's variance; null while that is unbounded. */
function rectify(beta2: number, t: number): number | null {
  const limit = 2 / (1 - beta2) - 1;
  const length = limit - (2 * t * beta2 ** t) / (1 - beta2 ** t);
  if (length <= 5) return null;
  return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
}
