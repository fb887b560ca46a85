import { Generator, randn, type Tensor } from "@rewind/autograd";
import { AdditiveAttention, DotAttention } from "@rewind/nn";
import * as rnn from "../../../src/index.ts";
import type { StateTree } from "../../../src/index.ts";
import { ofCell, type Plan, type Sample } from "./subject.ts";

/** An attention whose keys and queries have the hidden size. */
export const attention = ({ hiddenSize, generator }: Plan): AdditiveAttention =>
  new AdditiveAttention(hiddenSize, hiddenSize, 2, { generator });

/** Three steps of a source, the same for the same sizes. */
export const sourceOf = ({ batch, dtype }: Plan, width: number): Tensor =>
  randn([3, batch, width], { dtype, generator: new Generator(11) });

function decoder<S extends StateTree>(name: string, make: (plan: Plan) => rnn.AttentionDecoder<S>): Sample {
  return {
    name,
    build(plan) {
      const made = make(plan).to(plan.dtype);
      const lengths = Array.from({ length: plan.batch }, (_, row) => 1 + (row % 3));
      const source = sourceOf(plan, plan.hiddenSize);
      return ofCell(() => made.over(source, { lengths }), made, made.inputSize);
    },
  };
}

export const decoders = {
  BahdanauDecoder: [
    decoder("over an LSTM", (plan) => {
      const { inputSize, hiddenSize, generator } = plan;
      const cell = new rnn.LSTMCell(inputSize + hiddenSize, hiddenSize, { generator });
      return new rnn.BahdanauDecoder(cell, attention(plan));
    }),
  ],
  LuongDecoder: [
    decoder("with input feeding", ({ inputSize, hiddenSize, generator }) => {
      const cell = new rnn.GRUCell(inputSize + 2, hiddenSize, { generator });
      const options = { inputFeed: true, outputSize: 2, generator };
      return new rnn.LuongDecoder(cell, new DotAttention(hiddenSize, hiddenSize, { score: "general", generator }), options);
    }),
  ],
} as const satisfies Record<string, readonly Sample[]>; // prettier-ignore
