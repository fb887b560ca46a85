import type { Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { stateTensor } from "./param-state.ts";
import { atLeast, betaPair, flag } from "./settings.ts";

/** Options of {@link Lion}. */
export interface LionOptions extends CommonSettings {
  /** Step size, at least 0; a third to a tenth of what AdamW takes. Default 1e-4. */
  lr: number;
  /** Decay rates of the update's and of the kept average, each in [0, 1). Default [0.9, 0.99]. */
  betas: readonly [number, number];
  /** Decoupled decay: shrinks p by `lr · weightDecay`, at least 0. Default 0. */
  weightDecay: number;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What Lion remembers of a parameter. */
export type LionState = {
  /** Average of the gradient. */
  expAvg: Tensor;
};

const algorithm: Algorithm<LionOptions, LionState> = {
  name: "Lion",
  defaults: { lr: 1e-4, betas: [0.9, 0.99], weightDecay: 0, maximize: false },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    betas: betaPair,
    weightDecay: /* @__PURE__ */ atLeast(0),
    maximize: flag,
  },
  state: { expAvg: "tensor" },
};

/**
 * Lion (Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023): every element moves by the same amount,
 * `p -= lr · (sign(β₁m + (1-β₁)g) + weightDecay · p)`, then `m = β₂m + (1-β₂)g`.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Lion extends Optimizer<LionOptions, LionState> {
  constructor(params: Params<LionOptions>, options: Partial<LionOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: LionOptions, state: Partial<LionState>): void {
    const { lr, weightDecay } = settings;
    const [beta1, beta2] = settings.betas;
    const sign = settings.maximize ? -1 : 1;
    const g = grad.data;
    const m = stateTensor(state, "expAvg", param).data;
    param.mutate("Lion.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i];
        const direction = Math.sign(beta1 * m[i] + (1 - beta1) * d);
        p[i] -= lr * (direction + weightDecay * p[i]);
        m[i] = beta2 * m[i] + (1 - beta2) * d;
      }
    });
  }
}
