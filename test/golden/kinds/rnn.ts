import { pad, slice, type Tensor } from "@rewind/autograd";
import { Linear, crossEntropy } from "@rewind/nn";
import type { Inputs } from "../inputs.ts";
import type { Kind, Kinds } from "../kind.ts";
import { givenState, hiddenOf, makeCell, makeLayer, namedState, type CellName } from "./recurrent.ts";

function cell(name: CellName): Kind {
  return (inputs) => {
    const made = inputs.load(makeCell(name, inputs));
    const input = inputs.tensor("input");
    const zero = made.initialState(input.shape[0]);
    const start = givenState(name, inputs, { h: "hx", c: "cx" }, () => zero) ?? zero;
    const [, state] = made.step(input, start);
    return { outputs: namedState(state, "") };
  };
}

/** A layer over `input`, batched or not, packed or not. */
function layer(name: CellName): Kind {
  return (inputs) => {
    const made = inputs.load(makeLayer(name, inputs));
    const input = inputs.tensor("input");
    const lengths = packedLengths(inputs);
    const batch = input.shape[inputs.options.flag("batch_first") ? 0 : 1];
    const state = givenState(name, inputs, { h: "h_0", c: "c_0" }, () => made.initialState(batch));
    const result = made.forward(input, {
      ...(state === undefined ? {} : { state }),
      ...(lengths === undefined ? {} : { lengths }),
    });
    const outputs = lengths === undefined ? result.outputs : totalSteps(inputs, result.outputs, lengths);
    return { outputs: { output: outputs, ...namedState(result.state, "_n") } };
  };
}

/** Sequences need not be sorted here, so `enforce_sorted` changes nothing. */
function packedLengths(inputs: Inputs): number[] | undefined {
  inputs.options.flag("enforce_sorted");
  return inputs.options.flag("packed", inputs.has("lengths")) ? inputs.ints("lengths") : undefined;
}

/** As pad_packed_sequence: as many steps as `total_length` says, or as the longest sequence has. */
function totalSteps(inputs: Inputs, outputs: Tensor, lengths: readonly number[]): Tensor {
  const wanted = inputs.options.maybeNumber("total_length") ?? Math.max(...lengths);
  const axis = inputs.options.flag("batch_first") ? 1 : 0;
  const missing = wanted - outputs.shape[axis];
  if (missing === 0) return outputs;
  if (missing < 0) return slice(outputs, axis === 0 ? [[0, wanted]] : [null, [0, wanted]]);
  return pad(outputs, axis === 1 ? [[0, 0], [0, missing]] : [[0, 0], [0, 0], [0, missing]]); // prettier-ignore
}

function sequenceModel(name: CellName): Kind {
  return (inputs) => {
    const recurrent = inputs.load(makeLayer(name, inputs), "rnn.");
    const classes = inputs.options.number("classes");
    const directions = inputs.options.flag("bidirectional") ? 2 : 1;
    const width = inputs.options.number("hidden_size");
    const out = inputs.load(new Linear(width * directions, classes), "out.");
    const { outputs, state } = recurrent.forward(inputs.tensor("input"));
    const last = hiddenOf(state);
    const positions = outputs.shape[0] * outputs.shape[1];
    return {
      outputs: {
        loss_last: crossEntropy(out.forward(last.select(0, last.shape[0] - 1)), inputs.indices("label")),
        loss_all: crossEntropy(out.forward(outputs).reshape([positions, classes]), inputs.ints("tags")),
      },
    };
  };
}

export const rnn: Kinds = {
  rnn_cell: cell("rnn"),
  gru_cell: cell("gru"),
  lstm_cell: cell("lstm"),
  rnn: layer("rnn"),
  gru: layer("gru"),
  lstm: layer("lstm"),
  "rnn.unbatched": layer("rnn"),
  "gru.unbatched": layer("gru"),
  "lstm.unbatched": layer("lstm"),
  "sequence_model.rnn": sequenceModel("rnn"),
  "sequence_model.gru": sequenceModel("gru"),
  "sequence_model.lstm": sequenceModel("lstm"),
};
