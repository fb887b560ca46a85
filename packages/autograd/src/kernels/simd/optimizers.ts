import type { FloatArray } from "../float-array.ts";
import type { OptimizerKernels } from "../optimizer-kernels.ts";
import type { KernelModule } from "./module.ts";
import type { Staging } from "./staging.ts";
import { isFloat32, type Thresholds } from "./thresholds.ts";

/** Below this a float32 `eps` is 0 or has few digits left. */
const LEAST_EPS = 2 ** -126;

/** Optimizers' loops behind copies in and out. */
export function stagedOptimizers(
  staging: () => Staging | null,
  { updates, squares }: Thresholds,
): OptimizerKernels {
  /** The first array is only read, the others are written too. */
  const run = (
    g: FloatArray,
    written: readonly FloatArray[],
    call: (module: KernelModule, addresses: readonly number[], n: number) => void,
  ): boolean => {
    if (!isFloat32(g) || !written.every(isFloat32)) return false;
    const staged = staging();
    staged?.inPlace((addresses, n) => call(staged.module, addresses, n), [g, ...written], 1);
    return staged !== null;
  };

  return {
    adam(p, g, m, v, { sign, l2, decay, beta1, beta2, stepSize, correction, eps }) {
      if (p.length < updates || (eps > 0 && eps < LEAST_EPS)) return false;
      return run(g, [p, m, v], (module, [from, weight, first, second], n) =>
        module.adam(
          weight,
          from,
          first,
          second,
          n,
          sign,
          l2,
          decay,
          1 - beta1,
          1 - beta2,
          stepSize,
          1 / correction,
          eps,
        ),
      );
    },
    descend(p, g, step, decay) {
      if (p.length < updates) return false;
      return run(g, [p], (module, [from, weight], n) => module.descend(weight, from, n, step, decay));
    },
    momentum(p, g, v, { sign, l2, keep, fresh, nesterov, lr }) {
      if (p.length < updates) return false;
      return run(g, [p, v], (module, [from, weight, velocity], n) =>
        module.momentum(weight, from, velocity, n, sign, l2, keep, fresh, nesterov, lr),
      );
    },
    sumOfSquares(x) {
      if (x.length < squares || !isFloat32(x)) return undefined;
      const staged = staging();
      let total = 0;
      staged?.inPlace(([from], n) => (total += staged.module.sumOfSquares(from, n)), [x], 1);
      return staged === null ? undefined : total;
    },
  };
}
