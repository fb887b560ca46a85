import { Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import * as rnn from "@rewind/rnn";
import type { Inputs } from "../inputs.ts";

/** The data set's names of the three architectures. */
export type CellName = "rnn" | "gru" | "lstm";

/** A state of any of them: h alone, or h and c. */
export type State = Tensor | { h: Tensor; c: Tensor };

/** What the kinds use of a layer, whichever it is. */
export type AnyLayer = Module & {
  initialState(batch: number): State;
  forward(
    xs: Tensor,
    options?: { state?: State; lengths?: readonly number[] },
  ): { outputs: Tensor; state: State };
};

/** What the kinds use of a cell, whichever it is. */
export type AnyCell = Module & rnn.Cell<State>;

export function cellName(name: string): CellName {
  const plain = name.toLowerCase().replace(/_?cell$/, "");
  if (plain === "rnn" || plain === "gru" || plain === "lstm") return plain;
  throw new Error(`unknown cell ${name}`);
}

/** Sizes every recurrent kind has. */
function sizes({ options }: Inputs): [inputSize: number, hiddenSize: number] {
  return [options.number("input_size"), options.number("hidden_size")];
}

function nonlinearity({ options }: Inputs): "tanh" | "relu" {
  const name = options.text("nonlinearity", "tanh");
  if (name === "tanh" || name === "relu") return name;
  throw new Error(`unknown nonlinearity ${name}`);
}

/** A layer with the case's options; its input is `input_size` wide unless said otherwise. */
export function makeLayer(
  cell: CellName,
  inputs: Inputs,
  inputSize: number = inputs.options.number("input_size"),
): AnyLayer {
  const { options } = inputs;
  const hiddenSize = options.number("hidden_size");
  const common = {
    numLayers: options.number("num_layers", 1),
    bias: options.flag("bias", true),
    batchFirst: options.flag("batch_first"),
    bidirectional: options.flag("bidirectional"),
    dropout: options.number("dropout", 0),
  };
  const made =
    cell === "lstm"
      ? new rnn.LSTM(inputSize, hiddenSize, { ...common, projSize: options.number("proj_size", 0) })
      : cell === "gru"
        ? new rnn.GRU(inputSize, hiddenSize, common)
        : new rnn.RNN(inputSize, hiddenSize, { ...common, nonlinearity: nonlinearity(inputs) });
  return made as unknown as AnyLayer;
}

export function makeCell(cell: CellName, inputs: Inputs): AnyCell {
  const [inputSize, hiddenSize] = sizes(inputs);
  const bias = inputs.options.flag("bias", true);
  const made =
    cell === "lstm"
      ? new rnn.LSTMCell(inputSize, hiddenSize, { bias })
      : cell === "gru"
        ? new rnn.GRUCell(inputSize, hiddenSize, { bias })
        : new rnn.RNNCell(inputSize, hiddenSize, { bias, nonlinearity: nonlinearity(inputs) });
  return made as unknown as AnyCell;
}

/** h of a state. */
export function hiddenOf(state: State): Tensor {
  return state instanceof Tensor ? state : state.h;
}

/** A state as the data set names it: `h` and, for an LSTM, `c`, with what follows them. */
export function namedState(state: State, suffix: string): Record<string, Tensor> {
  return state instanceof Tensor
    ? { [`h${suffix}`]: state }
    : { [`h${suffix}`]: state.h, [`c${suffix}`]: state.c };
}

/**
 * The state a case starts from, read from inputs such as `h_0` and `c_0`; undefined for the default, which is zero. Of an
 * LSTM's two, one may be given alone.
 */
export function givenState(
  cell: CellName,
  inputs: Inputs,
  names: { h: string; c: string },
  zero: () => State,
): State | undefined {
  inputs.options.flag("initial_state", inputs.has(names.h));
  const h = inputs.maybe(names.h);
  const c = inputs.maybe(names.c);
  if (h === undefined && c === undefined) return undefined;
  if (cell !== "lstm") return h;
  const rest = zero() as { h: Tensor; c: Tensor };
  return { h: h ?? rest.h, c: c ?? rest.c };
}
