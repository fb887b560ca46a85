import type { Tensor } from "@rewind/autograd";
import { GRUCell, LSTMCell, RNNCell, type Cell } from "@rewind/rnn";
import type { CellName, Settings } from "./settings.ts";

/** A cell of whatever state, and its weights. */
export type TrainedCell = Cell & { parameters(): Tensor[] };

/** The cell of that name, as it starts. */
export function makeCell(name: CellName, inputSize: number, { hidden, forgetBias }: Settings): TrainedCell {
  const cell = {
    rnn: () => new RNNCell(inputSize, hidden),
    gru: () => new GRUCell(inputSize, hidden),
    lstm: () => new LSTMCell(inputSize, hidden, { forgetBias }),
  }[name]();
  return cell as unknown as TrainedCell;
}
