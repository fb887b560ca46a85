import { matmul, zeros, type Tensor } from "@rewind/autograd";
import { lstmGates } from "../gates/lstm-gates.ts";
import { lstmOutput } from "../gates/lstm-output.ts";
import { projectWithBothBiases } from "./project.ts";
import type { Recurrence } from "./recurrence.ts";

/** The state of an LSTM: hidden `h`, which is also its output, and cell `c`. */
export type LSTMState = { readonly h: Tensor; readonly c: Tensor };

/** Long short-term memory (Hochreiter and Schmidhuber 1997), with forget gate and optional projection. @internal */
export const lstmRecurrence: Recurrence<LSTMState> = {
  gates: 4,
  project: projectWithBothBiases,
  advance({ weight_hh, weight_hr }, projected, state) {
    const recurrent = matmul(state.h, weight_hh, { transposeB: true });
    const [c, output] = lstmGates(projected, recurrent, state.c);
    const h = lstmOutput(output, c);
    return {
      h: weight_hr === undefined || weight_hr === null ? h : matmul(h, weight_hr, { transposeB: true }),
      c,
    };
  },
  output: ({ h }) => h,
  zeroState: (batch, hiddenSize, outputSize, dtype) => ({
    h: zeros([batch, outputSize], { dtype }),
    c: zeros([batch, hiddenSize], { dtype }),
  }),
};
