import { Linear } from "@rewind/nn";
import * as rnn from "../../../src/index.ts";
import { attention, sourceOf } from "./decoders.ts";
import { ofLayer, type Plan, type Sample, type Subject } from "./subject.ts";

const common = ({ numLayers, bidirectional, generator }: Plan): rnn.RecurrentLayerOptions => ({
  numLayers,
  bidirectional,
  generator,
});
const linear = (from: number, to: number, { generator }: Plan): Linear => new Linear(from, to, { generator });

function layer(name: string, build: (plan: Plan) => Subject, fixed?: RegExp): Sample {
  return { name, build, ...(fixed === undefined ? {} : { fixed }) };
}

export const layers = {
  RNN: [
    layer("plain", (plan) =>
      ofLayer(new rnn.RNN(plan.inputSize, plan.hiddenSize, common(plan)).to(plan.dtype))),
    layer("relu, batch first", (plan) => {
      const options = { ...common(plan), nonlinearity: "relu", batchFirst: true } as const;
      return ofLayer(new rnn.RNN(plan.inputSize, plan.hiddenSize, options).to(plan.dtype), true);
    }),
  ],
  LSTM: [
    layer("plain", (plan) =>
      ofLayer(new rnn.LSTM(plan.inputSize, plan.hiddenSize, common(plan)).to(plan.dtype))),
    layer("projected, no bias", (plan) => {
      const options = { ...common(plan), projSize: plan.hiddenSize, bias: false };
      return ofLayer(new rnn.LSTM(plan.inputSize, plan.hiddenSize + 1, options).to(plan.dtype));
    }),
  ],
  GRU: [
    layer("plain", (plan) =>
      ofLayer(new rnn.GRU(plan.inputSize, plan.hiddenSize, common(plan)).to(plan.dtype))),
    layer("reset before", (plan) => {
      const options = { ...common(plan), resetAfter: false };
      return ofLayer(new rnn.GRU(plan.inputSize, plan.hiddenSize, options).to(plan.dtype));
    }),
  ],
  Recurrent: [
    layer("of zoneout, batch first", (plan) => {
      const { inputSize, hiddenSize, generator } = plan;
      const cell = new rnn.ZoneoutCell(new rnn.LSTMCell(inputSize, hiddenSize, { generator }), { generator });
      return ofLayer(new rnn.Recurrent(cell, { batchFirst: true }).to(plan.dtype), true);
    }, /^key$/),
    layer("reverse", ({ inputSize, hiddenSize, generator, dtype }) => {
      const cell = new rnn.MinLSTMCell(inputSize, hiddenSize, { generator });
      return ofLayer(new rnn.Recurrent(cell, { reverse: true }).to(dtype));
    }),
  ],
  BidirectionalLayer: [
    layer("of two kinds", ({ inputSize, hiddenSize, generator, dtype }) => {
      const ahead = new rnn.LSTMCell(inputSize, hiddenSize, { generator });
      const back = new rnn.IndRNNCell(inputSize, hiddenSize + 1, { nonlinearity: "tanh", generator });
      return ofLayer(new rnn.BidirectionalLayer(ahead, back).to(dtype));
    }),
  ],
  EncoderDecoder: [
    layer("of Linear embeddings", (plan) => {
      const { inputSize, hiddenSize, generator, batch, dtype } = plan;
      const model = new rnn.EncoderDecoder({
        sourceEmbedding: linear(inputSize, 2, plan),
        encoder: new rnn.GRU(2, hiddenSize, { generator }),
        decoder: new rnn.LuongDecoder(new rnn.GRUCell(2, hiddenSize, { generator }), attention(plan), { generator }),
        targetEmbedding: linear(inputSize, 2, plan),
        out: linear(hiddenSize, 3, plan),
        bridge: (state) => state.select(0, 0),
      }).to(dtype);
      const source = sourceOf(plan, inputSize);
      return {
        module: model,
        inputSize,
        initialState: () => ({}),
        step(x, state) {
          const { outputs } = model.forward(source, x.reshape([1, batch, inputSize]), { scan: "never" });
          return [outputs.select(0, 0), state];
        },
        run: (xs, { scan }) => ({
          outputs: model.forward(source, xs, scan === undefined ? {} : { scan }).outputs,
          state: {},
        }),
      };
    }),
  ],
} as const satisfies Record<string, readonly Sample[]>; // prettier-ignore
