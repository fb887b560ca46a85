import { Generator, argmax, manualSeed, type Tensor } from "@rewind/autograd";
import { AdditiveAttention, DotAttention, Embedding, Linear, crossEntropy } from "@rewind/nn";
import { describe, expect, test } from "vitest";
import {
  BahdanauDecoder,
  BidirectionalLayer,
  EncoderDecoder,
  GRU,
  GRUCell,
  LuongDecoder,
  unroll,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const WORDS = 6;
const [START, END] = [0, 1];

/** Luong's model with input feeding, small. */
function luong(seed: number) {
  const generator = new Generator(seed);
  return new EncoderDecoder({
    sourceEmbedding: new Embedding(WORDS, 4, { generator }),
    encoder: new GRU(4, 8, { generator }),
    decoder: new LuongDecoder(new GRUCell(4 + 8, 8, { generator }), new DotAttention(8), {
      inputFeed: true,
      generator,
    }),
    targetEmbedding: new Embedding(WORDS, 4, { generator }),
    out: new Linear(8, WORDS, { generator }),
    bridge: (state: Tensor) => state.select(0, 0),
  });
}

const source = [[2, 5], [3, 4], [4, 0]]; // prettier-ignore
const lengths = [3, 2];
const target = [[START, START], [4, 4], [3, 5], [2, 1]]; // prettier-ignore

test("teacher forcing is the decoder unrolled over the encoder's outputs, from the bridged state", () => {
  const model = luong(1);
  const { outputs, states } = model.forward(source, target, { lengths, keepStates: true });
  const encoded = (model.encoder as unknown as GRU).forward(model.sourceEmbedding.forward(source), {
    lengths,
  });
  const cell = model.decoder.over(encoded.outputs, { lengths });
  const start = { ...cell.initialState(2), cell: encoded.state.select(0, 0) };
  const expected = unroll(cell, model.targetEmbedding.forward(target), { state: start, keepStates: true });
  assertClose(outputs, model.out.forward(expected.outputs), 1e-6);
  expect(outputs.shape).toEqual([4, 2, WORDS]);
  states!.forEach(({ weights }) => expect(weights.data[5]).toBe(0));
});

test("replayed it is the same, with the same gradients", () => {
  const [model, other] = [luong(1), luong(1)];
  const outputs = model.forward(source, target, { lengths, scan: "always" }).outputs;
  const expected = other.forward(source, target, { lengths, scan: "never" }).outputs;
  assertClose(outputs, expected, 1e-5);
  outputs.square().sum().backward();
  expected.square().sum().backward();
  const grads = other.parameters().map(({ grad }) => grad);
  model.parameters().forEach(({ grad }, i) => assertClose(grad, grads[i], 1e-4));
});

describe("greedy", () => {
  test("writes what teacher forcing with its own words thinks best, until the end", () => {
    let ended = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const model = luong(seed);
      const written = model.greedy(source, { start: START, end: END, maxSteps: 6, lengths });
      written.forEach((tokens, row) => {
        expect(tokens.length).toBeLessThanOrEqual(6);
        expect(tokens).not.toContain(END);
        const own = source.slice(0, lengths[row]).map((words) => [words[row]]);
        const read = [START, ...tokens].map((token) => [token]);
        const best = [...argmax(model.forward(own, read).outputs.select(1, 0), { axis: 1 })];
        expect(best.slice(0, tokens.length)).toEqual(tokens);
        if (tokens.length < 6) {
          ended++;
          expect(best[tokens.length]).toBe(END);
        }
      });
    }
    expect(ended).toBeGreaterThan(0);
  });

  test("writes nothing in no steps, and leaves nothing on the tape", () => {
    const model = luong(1);
    expect(model.greedy(source, { start: START, end: END, maxSteps: 0 })).toEqual([[], []]);
    expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
  });
});

test("learns to turn a sequence round", () => {
  manualSeed(3);
  const model = luong(2);
  const words = [[2, 3, 4, 5], [3, 2, 5, 4], [4, 5, 2, 3]]; // prettier-ignore
  const turned = [...words].reverse();
  const read = [new Array(4).fill(START), ...turned];
  const truth = [...turned, new Array(4).fill(END)].flat();
  for (let step = 0; step < 150; step++) {
    model.zeroGrad();
    const { outputs } = model.forward(words, read);
    crossEntropy(outputs.reshape([-1, WORDS]), truth).backward();
    for (const parameter of model.parameters()) {
      const grad = parameter.grad!.data;
      parameter.mutate("test", (data) => data.forEach((value, i) => (data[i] = value - 0.5 * grad[i])));
    }
  }
  const expected = [0, 1, 2, 3].map((row) => turned.map((step) => step[row]));
  expect(model.greedy(words, { start: START, end: END, maxSteps: 5 })).toEqual(expected);
});

test("takes any encoder, and starts from the cell's own state without a bridge", () => {
  const generator = new Generator(4);
  const model = new EncoderDecoder({
    sourceEmbedding: new Embedding(WORDS, 4, { generator }),
    encoder: new BidirectionalLayer(new GRUCell(4, 3, { generator }), new GRUCell(4, 3, { generator })),
    decoder: new BahdanauDecoder(new GRUCell(2 + 6, 5, { generator }), new AdditiveAttention(5, 6, 3, { generator })),
    targetEmbedding: new Embedding(WORDS, 2, { generator }),
    out: new Linear(5 + 6 + 2, WORDS, { generator }),
  }); // prettier-ignore
  const { outputs } = model.forward(source, target, { lengths });
  expect(outputs.shape).toEqual([4, 2, WORDS]);
  outputs.sum().backward();
  expect(model.parameters().every(({ grad }) => grad !== null)).toBe(true);
  expect(Object.keys(model.stateDict())).toContain("encoder.backwardCell.weight_hh");
});
