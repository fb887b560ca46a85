import type { Tensor } from "@rewind/autograd";
import type { CommonSettings } from "../algorithm.ts";
import { atLeast, oneOf, orNull, whole, type Rules } from "../settings.ts";

/** Options of {@link LBFGS}. */
export interface LBFGSOptions extends CommonSettings {
  /** Step size, or with a line search the first that is tried, at least 0. Default 1. */
  lr: number;
  /** Iterations in a step, at least 1. Default 20. */
  maxIter: number;
  /** Evaluations of the closure in a step, at least 1. Default null: `maxIter · 5 / 4`. */
  maxEval: number | null;
  /** Stop where no element of the gradient is larger than this, at least 0. Default 1e-7. */
  toleranceGrad: number;
  /** Stop where neither parameters nor loss change by more than this, at least 0. Default 1e-9. */
  toleranceChange: number;
  /** How many pairs of steps and gradient changes are kept, at least 1. Default 100. */
  historySize: number;
  /** How to find the length of a step: `"strong_wolfe"`, or null for `lr` itself. Default null. */
  lineSearchFn: "strong_wolfe" | null;
}

/** What LBFGS remembers, kept with the first parameter. n is the number of elements of all parameters. */
export type LBFGSState = {
  /** Evaluations of the closure so far. */
  funcEvals: number;
  /** Iterations so far. */
  nIter: number;
  /** Length of the last step. */
  t: number;
  /** Scale of the initial inverse Hessian. */
  hDiag: number;
  /** Direction of the last step, `[n]`. */
  d?: Tensor;
  /** The gradient before it, `[n]`. */
  prevFlatGrad?: Tensor;
  /** Gradient changes and steps, oldest first, `[pairs, 2, n]`. */
  pairs?: Tensor;
};

export const lbfgsDefaults: LBFGSOptions = {
  lr: 1,
  maxIter: 20,
  maxEval: null,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: null,
};

export const lbfgsRules: Rules<LBFGSOptions> = {
  lr: /* @__PURE__ */ atLeast(0),
  maxIter: /* @__PURE__ */ whole(1),
  maxEval: /* @__PURE__ */ orNull(/* @__PURE__ */ whole(1)),
  toleranceGrad: /* @__PURE__ */ atLeast(0),
  toleranceChange: /* @__PURE__ */ atLeast(0),
  historySize: /* @__PURE__ */ whole(1),
  lineSearchFn: /* @__PURE__ */ orNull(/* @__PURE__ */ oneOf("strong_wolfe")),
};
