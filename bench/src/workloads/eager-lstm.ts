import { stack, unstack, type Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { UserLSTMCell } from "./user-lstm-cell.ts";

/** An LSTM over `[T, B, I]` in a plain loop of ops, without `unroll`: nothing can be planned ahead. */
export function eagerLSTM(inputs: Tensor, parameters: readonly Parameter[]): Tensor {
  const cell = new UserLSTMCell(parameters);
  let state = cell.initialState(inputs.shape[1]);
  const outputs: Tensor[] = [];
  for (const x of unstack(inputs)) {
    const [output, next] = cell.step(x, state);
    outputs.push(output);
    state = next;
  }
  return stack(outputs);
}
