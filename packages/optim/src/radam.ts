import type { Tensor } from "@rewind/autograd";
import { Optimizer, countStep, stateTensor, type Algorithm, type CommonSettings } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { atLeast, betaPair } from "./settings.ts";
import type { ParamState } from "./state-dict.ts";

/** Options of {@link RAdam}. */
export interface RAdamOptions extends CommonSettings {
  /** Step size, at least 0. Default 1e-3. */
  lr: number;
  /** Decay rates of the first and second moment, each in [0, 1). Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the denominator, at least 0. Default 1e-8. */
  eps: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
}

const algorithm: Algorithm<RAdamOptions> = {
  name: "RAdam",
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
  rules: { lr: atLeast(0), betas: betaPair, eps: atLeast(0), weightDecay: atLeast(0) },
  state: { step: "count", expAvg: "tensor", expAvgSq: "tensor" },
};

/**
 * RAdam (Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2020): Adam whose adaptive rate sets in, rectified,
 * only once enough steps make its variance bounded; plain momentum before.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class RAdam extends Optimizer<RAdamOptions> {
  constructor(params: Params<RAdamOptions>, options: Partial<RAdamOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: RAdamOptions, state: ParamState): void {
    const { lr, eps, weightDecay } = settings;
    const [beta1, beta2] = settings.betas;
    const t = countStep(state);
    const stepSize = lr / (1 - beta1 ** t);
    const correction = Math.sqrt(1 - beta2 ** t);
    const rectification = rectify(beta2, t);
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    const v = stateTensor(state, "expAvgSq", param).data;
    param.mutate("RAdam.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = g[i] + weightDecay * p[i];
        const first = beta1 * m[i] + (1 - beta1) * d;
        const second = beta2 * v[i] + (1 - beta2) * d * d;
        m[i] = first;
        v[i] = second;
        const adapted = rectification === null ? 1 : (rectification * correction) / (Math.sqrt(second) + eps);
        p[i] -= stepSize * first * adapted;
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
