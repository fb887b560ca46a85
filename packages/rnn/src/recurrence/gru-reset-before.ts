import { add, checkFlag, lerp, matmul, mul, sigmoid, split, tanh, type Tensor } from "@rewind/autograd";
import { gruRecurrence, zeroHidden } from "./gru.ts";
import { projectWithBothBiases } from "./project.ts";
import type { Recurrence } from "./recurrence.ts";

/** Gated recurrent unit with the reset before the product, as first published (Cho et al. 2014). @internal */
export const gruResetBeforeRecurrence: Recurrence<Tensor> = {
  gates: 3,
  project: projectWithBothBiases,
  advance({ weight_hh }, projected, h) {
    const size = h.shape[1];
    const [forGates, forCandidate] = split(weight_hh, [2 * size, size]);
    const [gates, candidate] = split(projected, [2 * size, size], { axis: 1 });
    const [r, z] = split(sigmoid(add(gates, matmul(h, forGates, { transposeB: true }))), size, { axis: 1 });
    const n = tanh(add(candidate, matmul(mul(r, h), forCandidate, { transposeB: true })));
    return lerp(n, h, z);
  },
  output: (h) => h,
  zeroState: zeroHidden,
};

/** The recurrence that `resetAfter` asks for. @internal */
export function gruRecurrenceOf(who: string, resetAfter: unknown): Recurrence<Tensor> {
  checkFlag(who, "resetAfter", resetAfter);
  return resetAfter === false ? gruResetBeforeRecurrence : gruRecurrence;
}
