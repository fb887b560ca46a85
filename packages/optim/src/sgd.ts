import { ArgumentError, kernels, type Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { stateTensor } from "./param-state.ts";
import { atLeast, finite, flag } from "./settings.ts";

/** Options of {@link SGD}. */
export interface SGDOptions extends CommonSettings {
  /** Step size, at least 0. Default 1e-3. */
  lr: number;
  /** How much of the previous update is kept, at least 0. Default 0: no momentum. */
  momentum: number;
  /** The gradient enters the momentum times `1 - dampening`, except the first one. Default 0. */
  dampening: number;
  /** Look ahead along the momentum; needs momentum > 0 and no dampening. Default false. */
  nesterov: boolean;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What SGD remembers of a parameter. */
export type SGDState = {
  /** With momentum: the running update. */
  momentumBuffer?: Tensor;
};

const algorithm: Algorithm<SGDOptions, SGDState> = {
  name: "SGD",
  defaults: { lr: 1e-3, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    momentum: /* @__PURE__ */ atLeast(0),
    dampening: finite,
    nesterov: flag,
    weightDecay: /* @__PURE__ */ atLeast(0),
    maximize: flag,
  },
  check: ({ nesterov, momentum, dampening }) => {
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ArgumentError(
        `SGD: nesterov must have momentum > 0 and dampening 0, got momentum ${momentum} and dampening ${dampening}`,
      );
    }
  },
  state: { momentumBuffer: "tensor?" },
};

/**
 * Stochastic gradient descent (Robbins and Monro, "A Stochastic Approximation Method", 1951), with the momentum of
 * Polyak (1964) or Nesterov (1983) in the form of Sutskever et al., "On the importance of initialization and momentum
 * in deep learning", 2013: `v = momentum·v + g`, `p -= lr·v`.
 *
 * @example
 * const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
 * loss.backward();
 * optimizer.step();
 * optimizer.zeroGrad();
 * @throws ArgumentError if an option is outside its domain
 */
export class SGD extends Optimizer<SGDOptions, SGDState> {
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: SGDOptions, state: Partial<SGDState>): void {
    const { lr, momentum, dampening, nesterov, weightDecay, maximize } = settings;
    const g = grad.data;
    const sign = maximize ? -1 : 1;
    if (momentum === 0) {
      param.mutate("SGD.step", (p) => {
        if (kernels.descend?.(p, g, lr * sign, lr * weightDecay)) return;
        for (let i = 0; i < p.length; i++) p[i] -= lr * (sign * g[i] + weightDecay * p[i]);
      });
      return;
    }
    // PyTorch starts the buffer at the undampened first gradient.
    const fresh = state.momentumBuffer === undefined ? 1 : 1 - dampening;
    const v = stateTensor(state, "momentumBuffer", param).data;
    param.mutate("SGD.step", (p) => {
      const step = { sign, l2: weightDecay, keep: momentum, fresh, nesterov, lr };
      if (kernels.momentum?.(p, g, v, step)) return;
      for (let i = 0; i < p.length; i++) {
        const d = sign * g[i] + weightDecay * p[i];
        const next = momentum * v[i] + fresh * d;
        v[i] = next;
        p[i] -= lr * (nesterov ? d + momentum * next : next);
      }
    });
  }
}
