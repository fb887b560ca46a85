import { kernels, type Tensor } from "@rewind/autograd";
import { countStep, stateTensor, type CommonSettings } from "./optimizer.ts";
import { atLeast, betaPair, flag, type Rules } from "./settings.ts";
import type { ParamState } from "./state-dict.ts";

export interface AdamOptions extends CommonSettings {
  /** Step size, at least 0. Default 1e-3. */
  lr: number;
  /** Decay rates of the first and second moment, each in [0, 1). Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the denominator, at least 0. Default 1e-8. */
  eps: number;
  /** Weight decay, at least 0: added to the gradient by Adam (default 0), taken off the weight by AdamW (default 1e-2). */
  weightDecay: number;
  /** Use the largest second moment so far (Reddi et al., 2018). Default false. */
  amsgrad: boolean;
  /** Ascend instead of descend. Default false. */
  maximize: boolean;
}

export const adamRules: Rules<AdamOptions> = {
  lr: atLeast(0),
  betas: betaPair,
  eps: atLeast(0),
  weightDecay: atLeast(0),
  amsgrad: flag,
  maximize: flag,
};

export const adamState = {
  step: "count",
  expAvg: "tensor",
  expAvgSq: "tensor",
  maxExpAvgSq: "tensor?",
} as const;

/** One Adam update; `decoupled` takes the weight decay off the weight itself. */
export function adamUpdate(
  writer: string,
  decoupled: boolean,
  param: Tensor,
  grad: Tensor,
  settings: AdamOptions,
  state: ParamState,
): void {
  const { lr, eps, weightDecay, amsgrad } = settings;
  const [beta1, beta2] = settings.betas;
  const t = countStep(state);
  const sign = settings.maximize ? -1 : 1;
  const l2 = decoupled ? 0 : weightDecay;
  const decay = decoupled ? lr * weightDecay : 0;
  const stepSize = lr / (1 - beta1 ** t);
  const correction = Math.sqrt(1 - beta2 ** t);
  const g = grad.data;
  const m = stateTensor(state, "expAvg", param).data;
  const v = stateTensor(state, "expAvgSq", param).data;
  const largest = amsgrad ? stateTensor(state, "maxExpAvgSq", param).data : null;
  param.mutate(writer, (p) => {
    const step = { sign, l2, decay, beta1, beta2, stepSize, correction, eps };
    if (largest === null && kernels.adam?.(p, g, m, v, step)) return;
    for (let i = 0; i < p.length; i++) {
      const d = sign * g[i] + l2 * p[i];
      const first = beta1 * m[i] + (1 - beta1) * d;
      let second = beta2 * v[i] + (1 - beta2) * d * d;
      m[i] = first;
      v[i] = second;
      if (largest !== null) {
        second = Math.max(largest[i], second);
        largest[i] = second;
      }
      p[i] -= decay * p[i] + (stepSize * first) / (Math.sqrt(second) / correction + eps);
    }
  });
}
