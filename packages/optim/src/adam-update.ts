import { kernels, type Tensor } from "@rewind/autograd";
import { momentRules, type MomentOptions } from "./moment-settings.ts";
import { countStep, stateTensor } from "./param-state.ts";
import { flag, type Rules } from "./settings.ts";

/** Options of {@link Adam} and {@link AdamW}. */
export interface AdamOptions extends MomentOptions {
  /** Step size, at least 0. Default 1e-3. */
  lr: number;
  /** Weight decay, at least 0: added to the gradient by Adam (default 0), taken off the weight by AdamW (default 1e-2). */
  weightDecay: number;
  /** Use the largest second moment so far (Reddi et al., 2018). Default false. */
  amsgrad: boolean;
}

/** What Adam and AdamW remember of a parameter. */
export type AdamState = {
  /** Updates so far. */
  step: number;
  /** Average of the gradient. */
  expAvg: Tensor;
  /** Average of its square. */
  expAvgSq: Tensor;
  /** With `amsgrad`: the largest that was. */
  maxExpAvgSq?: Tensor;
};

export const adamRules: Rules<AdamOptions> = { ...momentRules, amsgrad: flag };

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
  state: Partial<AdamState>,
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
