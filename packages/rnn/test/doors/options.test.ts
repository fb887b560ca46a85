import { zeros } from "@rewind/autograd";
import { DotAttention, Embedding, Linear } from "@rewind/nn";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as rnn from "../../src/index.ts";
import type { Cell } from "../../src/index.ts";
import { assertRefused } from "../support/assert-refused.ts";
import { notSizes, notTensors } from "../support/nonsense.ts";
import type { Provable } from "../support/samples/index.ts";

// Whatever a class cannot be made of is refused by its name.
/** How to make each class with other options, and what of them are numbers, flags and words. */
interface Maker {
  make(options: never): unknown;
  numbers?: readonly string[];
  flags?: readonly string[];
  words?: readonly string[];
}
const gru = new rnn.GRUCell(2, 2);
const attention = new DotAttention(2);
const sized = (Made: new (inputSize: never, hiddenSize: never, options: never) => unknown, more: Partial<Maker> = {}): Maker => ({
  make: (options) => new Made(2 as never, 3 as never, options),
  ...more,
  flags: ["bias", ...(more.flags ?? [])],
}); // prettier-ignore
const layer = (
  Made: new (inputSize: never, hiddenSize: never, options: never) => unknown,
  more: Partial<Maker> = {},
): Maker =>
  sized(Made, {
    numbers: ["dropout", "numLayers", ...(more.numbers ?? [])],
    flags: ["batchFirst", "bidirectional", ...(more.flags ?? [])],
    words: ["recurrentInit", ...(more.words ?? [])],
  });
const makers: Readonly<Partial<Record<Provable, Maker>>> = {
  RNNCell: sized(rnn.RNNCell, { words: ["nonlinearity", "recurrentInit"] }),
  LSTMCell: sized(rnn.LSTMCell, { numbers: ["projSize", "forgetBias"], words: ["recurrentInit"] }),
  GRUCell: sized(rnn.GRUCell, { flags: ["resetAfter"], words: ["recurrentInit"] }),
  LayerNormLSTMCell: sized(rnn.LayerNormLSTMCell, { numbers: ["eps", "forgetBias"], words: ["recurrentInit"] }),
  PeepholeLSTMCell: sized(rnn.PeepholeLSTMCell, { numbers: ["forgetBias"], words: ["recurrentInit"] }),
  IndRNNCell: sized(rnn.IndRNNCell, { words: ["nonlinearity"] }),
  MinGRUCell: sized(rnn.MinGRUCell),
  MinLSTMCell: sized(rnn.MinLSTMCell, { numbers: ["forgetBias"] }),
  URLSTMCell: sized(rnn.URLSTMCell, { words: ["recurrentInit"] }),
  EchoStateCell: sized(rnn.EchoStateCell, { numbers: ["spectralRadius", "leak", "sparsity", "inputScale"] }),
  ElmanCell: { make: (options) => new rnn.ElmanCell(2, 3, 2, options), flags: ["bias"], words: ["nonlinearity", "outputNonlinearity", "recurrentInit"] },
  JordanCell: { make: (options) => new rnn.JordanCell(2, 3, 2, options), flags: ["bias"], numbers: ["decay"], words: ["nonlinearity", "outputNonlinearity", "recurrentInit"] },
  ZoneoutCell: { make: (options) => new rnn.ZoneoutCell(gru, options), numbers: ["p"] },
  VariationalDropoutCell: { make: (options) => new rnn.VariationalDropoutCell(gru, options), numbers: ["input", "output", "recurrent"] },
  WeightDrop: { make: (options) => new rnn.WeightDrop(gru, options), numbers: ["p"], words: ["weights"] },
  WeightNorm: { make: (options) => new rnn.WeightNorm(gru, options), words: ["weights"] },
  Recurrent: { make: (options) => new rnn.Recurrent(gru, options), flags: ["batchFirst", "reverse"] },
  BidirectionalLayer: { make: (options) => new rnn.BidirectionalLayer(gru, gru, options), flags: ["batchFirst"] },
  RNN: layer(rnn.RNN, { words: ["nonlinearity"] }),
  LSTM: layer(rnn.LSTM, { numbers: ["projSize", "forgetBias"] }),
  GRU: layer(rnn.GRU, { flags: ["resetAfter"] }),
  LuongDecoder: { make: (options) => new rnn.LuongDecoder(gru, attention, options), numbers: ["outputSize"] },
  EncoderDecoder: { make: (options: unknown) => new rnn.EncoderDecoder(isRecord(options) ? { ...parts(), ...options } : (options as never)), words: ["encoder", "decoder", "out", "bridge"] },
}; // prettier-ignore

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parts() {
  return {
    sourceEmbedding: new Embedding(5, 2),
    encoder: new rnn.GRU(2, 2),
    decoder: new rnn.LuongDecoder(new rnn.GRUCell(2, 2), new DotAttention(2)),
    targetEmbedding: new Embedding(5, 2),
    out: new Linear(2, 5),
  };
}

describe.each(Object.entries(makers))("new %s", (name, { make, numbers = [], flags = [], words = [] }) => {
  const given =
    (option: string, value: unknown): (() => unknown) =>
    () =>
      make({ [option]: value } as never);

  test("refuses unknown options, NaN, and options of another type", () => {
    expect(() => make({} as never)).not.toThrow();
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{9,12}$/), (option) => assertRefused(given(option, 1), name)),
      { numRuns: 10 },
    );
    for (const option of numbers)
      for (const value of [NaN, -Infinity, "1", [], () => 1]) assertRefused(given(option, value), name);
    for (const option of flags)
      for (const value of ["yes", 1, NaN, {}]) assertRefused(given(option, value), name);
    for (const option of words)
      for (const value of ["no such word", 1, NaN, {}]) assertRefused(given(option, value), name);
    for (const value of ["no object", 3, []]) assertRefused(() => make(value as never), name);
    if (make({} as never) instanceof rnn.CellModule) assertRefused(given("generator", { seed: 1 }), name);
  });
});

describe("sizes", () => {
  const two = { RNNCell: rnn.RNNCell, LSTMCell: rnn.LSTMCell, GRUCell: rnn.GRUCell, LayerNormLSTMCell: rnn.LayerNormLSTMCell, PeepholeLSTMCell: rnn.PeepholeLSTMCell, IndRNNCell: rnn.IndRNNCell, MinGRUCell: rnn.MinGRUCell, MinLSTMCell: rnn.MinLSTMCell, URLSTMCell: rnn.URLSTMCell, EchoStateCell: rnn.EchoStateCell, RNN: rnn.RNN, LSTM: rnn.LSTM, GRU: rnn.GRU }; // prettier-ignore

  test.each(Object.entries(two))("%s", (name, Made) => {
    for (const size of notSizes as never[]) {
      assertRefused(() => new Made(size, 3), name);
      assertRefused(() => new Made(3, size), name);
    }
  });

  test("of outputs", () => {
    for (const size of notSizes as never[])
      for (const Made of [rnn.ElmanCell, rnn.JordanCell]) {
        assertRefused(() => new Made(size, 3, 3), Made.name);
        assertRefused(() => new Made(3, size, 3), Made.name);
        assertRefused(() => new Made(3, 3, size), Made.name);
      }
  });
});

const wrap: Record<string, (cell: Cell) => unknown> = {
  StackedCell: (inner) => new rnn.StackedCell([inner]),
  ResidualCell: (inner) => new rnn.ResidualCell(inner),
  ZoneoutCell: (inner) => new rnn.ZoneoutCell(inner),
  VariationalDropoutCell: (inner) => new rnn.VariationalDropoutCell(inner),
  WeightDrop: (inner) => new rnn.WeightDrop(inner),
  WeightNorm: (inner) => new rnn.WeightNorm(inner),
  ResettableCell: (inner) => new rnn.ResettableCell(inner),
  Recurrent: (inner) => new rnn.Recurrent(inner),
  BidirectionalLayer: (inner) => new rnn.BidirectionalLayer(inner, gru as Cell),
  BahdanauDecoder: (inner) => new rnn.BahdanauDecoder(inner, attention),
  LuongDecoder: (inner) => new rnn.LuongDecoder(inner, attention),
};

test.each(Object.entries(wrap))("%s takes nothing for a cell that is none", (name, make) => {
  const { step: oneStep, initialState } = gru;
  const lame = [{ step: oneStep }, { step: oneStep, initialState }, { step: oneStep, initialState, inputSize: 2, outputSize: NaN }]; // prettier-ignore
  for (const inner of [...notTensors, zeros([2]), new Linear(2, 2), ...lame])
    assertRefused(() => make(inner as never), name);
});

test("EncoderDecoder refuses to write without knowing where to start and end", () => {
  const model = new rnn.EncoderDecoder(parts());
  const options = { start: 0, end: 1, maxSteps: 3 };
  for (const name of ["start", "end", "maxSteps"])
    for (const value of [NaN, -1, 0.5, "1", undefined])
      assertRefused(() => model.greedy([[1]], { ...options, [name]: value } as never), "EncoderDecoder");
  assertRefused(() => model.greedy([[1]], { ...options, beam: 3 } as never), "EncoderDecoder");
  assertRefused(() => model.forward([[1]], [[1]], { length: [1] } as never), "EncoderDecoder");
  assertRefused(() => model.greedy([[9]], options), "embedding");
});
