import type { CommonSettings } from "./algorithm.ts";
import { atLeast, betaPair, flag, type Rules } from "./settings.ts";

/** Settings of the algorithms that keep averages of the gradient and of its magnitude. */
export interface MomentOptions extends CommonSettings {
  /** Decay rates of the first and second moment, each in [0, 1). Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Keeps the denominator from zero, at least 0. Default 1e-8. */
  eps: number;
  /** L2 penalty: adds `weightDecay · p` to the gradient, at least 0. Default 0. */
  weightDecay: number;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

export const momentDefaults: Omit<MomentOptions, "lr"> = {
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  maximize: false,
};

export const momentRules: Rules<MomentOptions> = {
  lr: /* @__PURE__ */ atLeast(0),
  betas: betaPair,
  eps: /* @__PURE__ */ atLeast(0),
  weightDecay: /* @__PURE__ */ atLeast(0),
  maximize: flag,
};
