import { matmul, zeros, type Tensor } from "@rewind/autograd";
import { rnnGate, type Nonlinearity } from "../gates/rnn-gate.ts";
import { projectWithBothBiases } from "./project.ts";
import type { Recurrence } from "./recurrence.ts";

/** `h' = f(W_ih x + b_ih + W_hh h + b_hh)` (Elman 1990). @internal */
export function simpleRecurrence(nonlinearity: Nonlinearity): Recurrence<Tensor> {
  return {
    gates: 1,
    project: projectWithBothBiases,
    advance: ({ weight_hh }, projected, h) =>
      rnnGate(projected, matmul(h, weight_hh, { transposeB: true }), nonlinearity),
    output: (h) => h,
    zeroState: (batch, hiddenSize, _outputSize, dtype) => zeros([batch, hiddenSize], { dtype }),
  };
}
