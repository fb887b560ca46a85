import { Generator } from "@rewind/autograd";
import { GRUCell, LSTMCell, RNNCell } from "../../src/index.ts";

/** Cells in float64 for inputs of size 3. */
export const builtIn = {
  rnn: (): RNNCell => new RNNCell(3, 4, { generator: new Generator(1) }).to("float64"),
  "rnn, relu": (): RNNCell =>
    new RNNCell(3, 4, { nonlinearity: "relu", generator: new Generator(1) }).to("float64"),
  lstm: (): LSTMCell => new LSTMCell(3, 4, { generator: new Generator(2) }).to("float64"),
  "lstm with projection": (): LSTMCell =>
    new LSTMCell(3, 4, { projSize: 2, generator: new Generator(3) }).to("float64"),
  gru: (): GRUCell => new GRUCell(3, 4, { generator: new Generator(4) }).to("float64"),
  "gru without bias": (): GRUCell =>
    new GRUCell(3, 4, { bias: false, generator: new Generator(5) }).to("float64"),
};
