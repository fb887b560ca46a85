import * as rnn from "../../../src/index.ts";
import type { StateTree } from "../../../src/index.ts";
import type { Module } from "@rewind/nn";
import { ofCell, type Plan, type Sample } from "./subject.ts";

type Sizes = readonly [inputSize: number, hiddenSize: number];

function cell<S extends StateTree>(
  name: string,
  make: (sizes: Sizes, plan: Plan) => rnn.Cell<S> & Module,
): Sample {
  return {
    name,
    build(plan) {
      const made = make([plan.inputSize, plan.hiddenSize], plan).to(plan.dtype) as rnn.Cell<S> & Module;
      return ofCell(() => made, made);
    },
  };
}

export const cells = {
  RNNCell: [
    cell("tanh", (sizes, { generator }) => new rnn.RNNCell(...sizes, { generator })),
    cell("relu", (sizes, { generator }) => new rnn.RNNCell(...sizes, { nonlinearity: "relu", generator })),
  ],
  LSTMCell: [
    cell("plain", (sizes, { generator }) => new rnn.LSTMCell(...sizes, { generator })),
    cell("projected", ([inputSize, hiddenSize], { generator }) =>
      new rnn.LSTMCell(inputSize, hiddenSize + 1, { projSize: hiddenSize, forgetBias: 1, generator })),
  ],
  GRUCell: [
    cell("reset after", (sizes, { generator }) => new rnn.GRUCell(...sizes, { generator })),
    cell("reset before", (sizes, { generator }) =>
      new rnn.GRUCell(...sizes, { resetAfter: false, recurrentInit: "orthogonal", generator })),
    cell("reset before, no bias", (sizes, { generator }) =>
      new rnn.GRUCell(...sizes, { resetAfter: false, bias: false, generator })),
  ],
  LayerNormLSTMCell: [
    cell("plain", (sizes, { generator }) => new rnn.LayerNormLSTMCell(...sizes, { eps: 0.1, generator })),
    cell("no bias", (sizes, { generator }) =>
      new rnn.LayerNormLSTMCell(...sizes, { eps: 0.1, bias: false, generator })),
  ],
  PeepholeLSTMCell: [
    cell("plain", (sizes, { generator }) => new rnn.PeepholeLSTMCell(...sizes, { forgetBias: 1, generator })),
  ],
  IndRNNCell: [
    cell("relu", (sizes, { generator }) => new rnn.IndRNNCell(...sizes, { generator })),
    cell("tanh, no bias", (sizes, { generator }) =>
      new rnn.IndRNNCell(...sizes, { nonlinearity: "tanh", bias: false, generator })),
  ],
  MinGRUCell: [cell("plain", (sizes, { generator }) => new rnn.MinGRUCell(...sizes, { generator }))],
  MinLSTMCell: [
    cell("plain", (sizes, { generator }) => new rnn.MinLSTMCell(...sizes, { forgetBias: 2, generator })),
  ],
  URLSTMCell: [cell("plain", (sizes, { generator }) => new rnn.URLSTMCell(...sizes, { generator }))],
  ElmanCell: [cell("plain", (sizes, { generator }) => new rnn.ElmanCell(...sizes, 2, { generator }))],
  JordanCell: [
    cell("last output", (sizes, { generator }) => new rnn.JordanCell(...sizes, 2, { generator })),
    cell("decaying context", (sizes, { generator }) =>
      new rnn.JordanCell(...sizes, 2, { decay: 0.6, outputNonlinearity: "sigmoid", generator })),
  ],
  EchoStateCell: [
    cell("plain", (sizes, { generator }) => new rnn.EchoStateCell(...sizes, { generator })),
    cell("leaky", (sizes, { generator }) =>
      new rnn.EchoStateCell(...sizes, { leak: 0.3, bias: false, inputScale: 0.5, generator })),
  ],
} as const satisfies Record<string, readonly Sample[]>; // prettier-ignore
