import type { Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { stateTensor } from "./param-state.ts";
import { atLeast, flag, fraction } from "./settings.ts";

/** Options of {@link Adadelta}. */
export interface AdadeltaOptions extends CommonSettings {
  /** Step size, at least 0. Default 1. */
  lr: number;
  /** Decay rate of both averages, from 0 to 1. Default 0.9. */
  rho: number;
  /** Added to the denominator, at least 0. Default 1e-6. */
  eps: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What Adadelta remembers of a parameter. */
export type AdadeltaState = {
  /** Average of the squared gradient. */
  squareAvg: Tensor;
  /** Average of the squared update. */
  accDelta: Tensor;
};

const algorithm: Algorithm<AdadeltaOptions, AdadeltaState> = {
  name: "Adadelta",
  defaults: { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    rho: fraction,
    eps: /* @__PURE__ */ atLeast(0),
    weightDecay: /* @__PURE__ */ atLeast(0),
    maximize: flag,
  },
  state: { squareAvg: "tensor", accDelta: "tensor" },
};

/**
 * Adadelta (Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012): `v = rho·v + (1-rho)g²`,
 * `Δ = √(u + eps) / √(v + eps) · g`, `u = rho·u + (1-rho)Δ²`, `p -= lr·Δ`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Adadelta extends Optimizer<AdadeltaOptions, AdadeltaState> {
  constructor(params: Params<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(
    param: Tensor,
    grad: Tensor,
    settings: AdadeltaOptions,
    state: Partial<AdadeltaState>,
  ): void {
    const { lr, rho, eps, weightDecay } = settings;
    const sign = settings.maximize ? -1 : 1;
    const g = grad.data;
    const v = stateTensor(state, "squareAvg", param).data;
    const u = stateTensor(state, "accDelta", param).data;
    param.mutate("Adadelta.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + weightDecay * p[i];
        const square = rho * v[i] + (1 - rho) * d * d;
        const delta = (Math.sqrt(u[i] + eps) / Math.sqrt(square + eps)) * d;
        v[i] = square;
        u[i] = rho * u[i] + (1 - rho) * delta * delta;
        p[i] -= lr * delta;
      }
    });
  }
}
