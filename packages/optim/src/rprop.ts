import { ArgumentError, type Tensor } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import { countStep, stateTensor } from "./param-state.ts";
import { atLeast, flag, pair, within } from "./settings.ts";

/** Options of {@link Rprop}. */
export interface RpropOptions extends CommonSettings {
  /** Size of the first step of every element, at least 0. Default 1e-2. */
  lr: number;
  /** Factors of a step that overshot, between 0 and 1, and of one that did not, above 1. Default [0.5, 1.2]. */
  etas: readonly [number, number];
  /** The smallest and the largest step. Default [1e-6, 50]. */
  stepSizes: readonly [number, number];
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

/** What Rprop remembers of a parameter. */
export type RpropState = {
  /** Updates so far. */
  step: number;
  /** The gradient before, zero where the step overshot. */
  prev: Tensor;
  /** Step of every element. */
  stepSize: Tensor;
};

const algorithm: Algorithm<RpropOptions, RpropState> = {
  name: "Rprop",
  defaults: { lr: 1e-2, etas: [0.5, 1.2], stepSizes: [1e-6, 50], maximize: false },
  rules: {
    lr: /* @__PURE__ */ atLeast(0),
    etas: /* @__PURE__ */ pair(/* @__PURE__ */ within(0, 1), /* @__PURE__ */ within(1)),
    stepSizes: /* @__PURE__ */ pair(/* @__PURE__ */ atLeast(0), /* @__PURE__ */ atLeast(0)),
    maximize: flag,
  },
  check: ({ stepSizes: [smallest, largest] }) => {
    if (smallest <= largest) return;
    throw new ArgumentError(`Rprop: stepSizes must be [smallest, largest], got [${smallest}, ${largest}]`);
  },
  state: { step: "count", prev: "tensor", stepSize: "tensor" },
};

/**
 * Resilient backpropagation (Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning: the RPROP
 * algorithm", 1993): only the sign of the gradient counts, `p -= sign(g) · Δ`. The step `Δ` of an element grows by
 * `etas[1]` while the sign stays; when it changes, `Δ` shrinks by `etas[0]` and the element rests once. For full batches.
 *
 * @throws ArgumentError if an option is outside its domain
 */
export class Rprop extends Optimizer<RpropOptions, RpropState> {
  constructor(params: Params<RpropOptions>, options: Partial<RpropOptions> = {}) {
    super(algorithm, params, options);
  }

  protected update(param: Tensor, grad: Tensor, settings: RpropOptions, state: Partial<RpropState>): void {
    const [shrink, grow] = settings.etas;
    const [smallest, largest] = settings.stepSizes;
    const sign = settings.maximize ? -1 : 1;
    countStep(state);
    const g = grad.data;
    const previous = stateTensor(state, "prev", param).data;
    const sizes = stateTensor(state, "stepSize", param, settings.lr).data;
    param.mutate("Rprop.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        let d = sign * g[i];
        const agreement = d * previous[i];
        const factor = agreement > 0 ? grow : agreement < 0 ? shrink : 1;
        sizes[i] = Math.min(largest, Math.max(smallest, sizes[i] * factor));
        if (agreement < 0) d = 0;
        p[i] -= Math.sign(d) * sizes[i];
        previous[i] = d;
      }
    });
  }
}
