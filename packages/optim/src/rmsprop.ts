import type { Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { stateTensor } from "./param-state.ts";
import { atLeast, flag, fraction } from "./settings.ts";

/** Options of {@link RMSprop}. */
export interface RMSpropOptions extends CommonSettings {
  /** Step size, at least 0. Default 1e-2. */
  lr: number;
  /** Decay rate of the averages, from 0 to 1. Default 0.99. */
  alpha: number;
  /** Added to the denominator, at least 0. Default 1e-8. */
  eps: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** How much of the previous update is kept, at least 0. Default 0. */
  momentum: number;
  /** Divide by the standard deviation of the gradient instead of its root mean square. Default false. */
  centered: boolean;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What RMSprop remembers of a parameter. */
export type RMSpropState = {
  /** Average of the squared gradient. */
  squareAvg: Tensor;
  /** If centered: average of the gradient. */
  gradAvg?: Tensor;
  /** With momentum: the running update. */
  momentumBuffer?: Tensor;
};

const algorithm: Algorithm<RMSpropOptions, RMSpropState> = {
  name: "RMSprop",
  defaults: {
    lr: 1e-2,
    alpha: 0.99,
    eps: 1e-8,
    weightDecay: 0,
    momentum: 0,
    centered: false,
    maximize: false,
  },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    alpha: fraction,
    eps: /* @__PURE__ */ atLeast(0),
    weightDecay: /* @__PURE__ */ atLeast(0),
    momentum: /* @__PURE__ */ atLeast(0),
    centered: flag,
    maximize: flag,
  },
  state: { squareAvg: "tensor", gradAvg: "tensor?", momentumBuffer: "tensor?" },
};

/**
 * RMSprop (Tieleman and Hinton, "Lecture 6.5 — RMSprop", 2012): `v = alpha·v + (1-alpha)g²`, `p -= lr · g / (√v + eps)`; centered
 * as in Graves, "Generating Sequences With Recurrent Neural Networks", 2013.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class RMSprop extends Optimizer<RMSpropOptions, RMSpropState> {
  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(
    param: Tensor,
    grad: Tensor,
    settings: RMSpropOptions,
    state: Partial<RMSpropState>,
  ): void {
    const { lr, alpha, eps, weightDecay, momentum } = settings;
    const sign = settings.maximize ? -1 : 1;
    const g = grad.data;
    const v = stateTensor(state, "squareAvg", param).data;
    const mean = settings.centered ? stateTensor(state, "gradAvg", param).data : null;
    const buffer = momentum > 0 ? stateTensor(state, "momentumBuffer", param).data : null;
    param.mutate("RMSprop.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + weightDecay * p[i];
        let variance = alpha * v[i] + (1 - alpha) * d * d;
        v[i] = variance;
        if (mean !== null) {
          const center = alpha * mean[i] + (1 - alpha) * d;
          mean[i] = center;
          // Rounding must not leave a negative variance under the root.
          variance = Math.max(0, variance - center * center);
        }
        let change = d / (Math.sqrt(variance) + eps);
        if (buffer !== null) {
          change += momentum * buffer[i];
          buffer[i] = change;
        }
        p[i] -= lr * change;
      }
    });
  }
}
