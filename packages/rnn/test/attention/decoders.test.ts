import { concat, gradcheck, stack, zeros, type Tensor } from "@rewind/autograd";
import { AdditiveAttention, DotAttention } from "@rewind/nn";
import { assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BahdanauDecoder,
  GRUCell,
  LSTMCell,
  LuongDecoder,
  unroll,
  type AttentionDecoder,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const INPUT = 2;
const HIDDEN = 3;
const KEYS = 3;

const decoders: [string, () => AttentionDecoder][] = [
  [
    "Bahdanau over GRU",
    () => new BahdanauDecoder(new GRUCell(INPUT + KEYS, HIDDEN), new AdditiveAttention(HIDDEN, KEYS, 2)),
  ],
  [
    "Bahdanau over LSTM",
    () => new BahdanauDecoder(new LSTMCell(INPUT + KEYS, HIDDEN), new DotAttention(HIDDEN)),
  ],
  ["Luong over LSTM", () => new LuongDecoder(new LSTMCell(INPUT, HIDDEN), new DotAttention(HIDDEN))],
  [
    "Luong with input feeding",
    () =>
      new LuongDecoder(new GRUCell(INPUT + 4, HIDDEN), new DotAttention(HIDDEN, KEYS, { score: "concat" }), {
        inputFeed: true,
        outputSize: 4,
      }),
  ],
];

describe.each(decoders)("%s", (_, build) => {
  const make = (): AttentionDecoder => build().to("float64");

  test("weights of every step add up to 1 over the real part of each source", () => {
    assert(
      property(integer({ min: 1, max: 4 }), integer({ min: 1, max: 3 }), integer(), (S, B, seed) => {
        const lengths = Array.from({ length: B }, (_, row) => 1 + (row % S));
        const cell = make().over(randomTensor([S, B, KEYS], seed), { lengths });
        const { states = [] } = unroll(cell, randomTensor([3, B, INPUT], seed + 1), { keepStates: true });
        for (const { weights } of states) {
          for (let row = 0; row < B; row++) {
            const own = Array.from(weights.select(0, row).data);
            expect(own.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
            own.forEach((weight, s) => expect(weight > 0).toBe(s < lengths[row]));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test("the padding of a source changes nothing and gets no gradient", () => {
    const decoder = make();
    const xs = randomTensor([3, 1, INPUT], 1);
    const short = randomTensor([2, 1, KEYS], 2);
    const padded = concat([short, randomTensor([2, 1, KEYS], 3)]).detach();
    padded.requiresGrad = true;
    const { outputs } = unroll(decoder.over(padded, { lengths: [2] }), xs);
    assertClose(outputs, unroll(decoder.over(short), xs).outputs);
    outputs.square().sum().backward();
    const grads = Array.from((padded.grad as Tensor).data);
    expect(grads.slice(2 * KEYS)).toEqual(new Array(2 * KEYS).fill(0));
    expect(grads.slice(0, 2 * KEYS).every((g) => g !== 0)).toBe(true);
  });

  test("stepping by hand is unrolling", () => {
    const cell = make().over(randomTensor([4, 2, KEYS], 1));
    const xs = randomTensor([3, 2, INPUT], 2);
    const outputs: Tensor[] = [];
    let state = cell.initialState(2);
    for (let t = 0; t < 3; t++) {
      const [output, next] = cell.step(xs.select(0, t), state);
      outputs.push(output);
      state = next;
    }
    assertClose(unroll(cell, xs).outputs, stack(outputs));
  });

  test("gradients agree with finite differences, through source, inputs and start", () => {
    const decoder = make();
    const result = gradcheck(
      (source, xs, start) => {
        const cell = decoder.over(source, { lengths: [3, 2] });
        const initial = cell.initialState(2);
        const inner = (initial.cell as { c?: Tensor }).c === undefined ? start : { h: start, c: start };
        return unroll(cell, xs, { state: { ...initial, cell: inner }, lengths: [2, 3] }).outputs;
      },
      [randomTensor([3, 2, KEYS], 1), randomTensor([3, 2, INPUT], 2), randomTensor([2, HIDDEN], 3)],
    );
    expect(result.ok, JSON.stringify(result.worst)).toBe(true);
  });

  test("finds nothing in a source of length 0, which changes no gradient", () => {
    const decoder = make();
    const [source, xs] = [randomTensor([3, 2, KEYS], 1), randomTensor([2, 2, INPUT], 2)];
    const gradsOf = (batch: number, lengths: number[]): Tensor[] => {
      decoder.zeroGrad();
      const cell = decoder.over(source.slice([null, [0, batch]]), { lengths });
      const { outputs, state } = unroll(cell, xs.slice([null, [0, batch]]));
      expect(state.weights.data.slice(3).every((weight) => weight === 0)).toBe(true);
      outputs.select(1, 0).square().sum().backward();
      return decoder.parameters().map((parameter) => parameter.grad as Tensor);
    };
    gradsOf(2, [3, 0]).forEach((grad, i) => assertClose(grad, gradsOf(1, [3])[i]));
  });

  test("trains every parameter", () => {
    const decoder = make();
    unroll(decoder.over(randomTensor([3, 2, KEYS], 1)), randomTensor([2, 2, INPUT], 2)).outputs.square().sum().backward(); // prettier-ignore
    for (const [name, parameter] of decoder.namedParameters())
      expect([name, parameter.grad?.data.some((g) => g !== 0)]).toEqual([name, true]);
  });

  test("refuses what does not fit", () => {
    const decoder = make();
    const source = randomTensor([3, 2, KEYS], 1);
    expect(() => decoder.over(zeros([3, 2, 7]))).toThrow(/^(Bahdanau|Luong)Decoder: source \[3, 2, 7\]/);
    expect(() => decoder.over(zeros([0, 2, KEYS]))).toThrow(/at least one step/);
    expect(() => decoder.over([] as never)).toThrow(/^(Bahdanau|Luong)Decoder: the source must be a Tensor/);
    expect(() => decoder.over(source, { lengths: [4, 3] })).toThrow(/^(Bahdanau|Luong)Decoder/);
    expect(() => decoder.over(source, { mask: 1 } as never)).toThrow(/unknown option "mask"/);
    const cell = decoder.over(source);
    expect(() => cell.initialState(3)).toThrow(/a batch of 3 for sources of 2/);
    expect(() => cell.step(zeros([2, 7]), cell.initialState(2))).toThrow(/input \[2, 7\]/);
    expect(() => cell.step(zeros([2, INPUT]), {} as never)).toThrow(/the state/);
  });
});

test("Luong's decoder without input feeding does not read its last output, with it does", () => {
  for (const inputFeed of [false, true]) {
    const width = inputFeed ? INPUT + HIDDEN : INPUT;
    const decoder = new LuongDecoder(new GRUCell(width, HIDDEN), new DotAttention(HIDDEN), { inputFeed });
    const cell = decoder.over(randomTensor([3, 2, KEYS], 1).to("float32"));
    const state = cell.initialState(2);
    const x = zeros([2, INPUT]);
    const [plain] = cell.step(x, state);
    const [fed] = cell.step(x, { ...state, attended: state.attended.add(1) });
    expect(fed.data.every((value, i) => value === plain.data[i])).toBe(!inputFeed);
  }
});

test("refuses cells and attentions that do not fit", () => {
  const attention = new DotAttention(3);
  expect(() => new BahdanauDecoder(new GRUCell(5, 4), attention)).toThrow(
    /outputSize 4 must be .* querySize 3/,
  );
  expect(() => new BahdanauDecoder(new GRUCell(3, 3), attention)).toThrow(/inputSize 3 must be/);
  expect(() => new BahdanauDecoder({} as never, attention)).toThrow(/^BahdanauDecoder: the cell must be/);
  expect(() => new LuongDecoder(new GRUCell(3, 3), {} as never)).toThrow(/^LuongDecoder: attention must be/);
  expect(() => new LuongDecoder(new GRUCell(3, 3), attention, { inputFeed: true })).toThrow(/inputSize 3/);
  expect(() => new LuongDecoder(new GRUCell(3, 3), attention, { feed: true } as never)).toThrow(
    /unknown option/,
  );
});
