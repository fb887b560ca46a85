import { linear, matmul, zeros, type Tensor } from "@rewind/autograd";
import { gruGates } from "../gates/gru-gates.ts";
import type { Recurrence } from "./recurrence.ts";

/** A state of one tensor. @internal */
export const zeroHidden: Recurrence<Tensor>["zeroState"] = (batch, hiddenSize, _outputSize, dtype) =>
  zeros([batch, hiddenSize], { dtype });

/** Gated recurrent unit (Cho et al. 2014), the reset after the product as in cuDNN and PyTorch. @internal */
export const gruRecurrence: Recurrence<Tensor> = {
  gates: 3,
  // The recurrent bias stays out: its third part is multiplied by the reset gate.
  project: ({ weight_ih, bias_ih }, x) => linear(x, weight_ih, bias_ih),
  advance: ({ weight_hh, bias_hh }, projected, h) =>
    gruGates(projected, matmul(h, weight_hh, { transposeB: true }), h, bias_hh),
  output: (h) => h,
  zeroState: zeroHidden,
};
