import { Generator, concat } from "@rewind/autograd";
import { assert, boolean, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { BidirectionalLayer, GRU, GRUCell, LSTMCell, Recurrent, unroll } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { randomTensor } from "./support/random-tensor.ts";

const lstm = (seed: number): LSTMCell => new LSTMCell(3, 4, { generator: new Generator(seed) }).to("float64");
const sizes = record({
  T: integer({ min: 0, max: 6 }),
  B: integer({ min: 0, max: 3 }),
  padded: boolean(),
  reverse: boolean(),
  batchFirst: boolean(),
  seed: integer({ min: 0, max: 99 }),
});
const lengthsFor = (T: number, B: number, seed: number): number[] =>
  Array.from({ length: B }, (_, row) => (seed + 3 * row) % (T + 1));

describe("Recurrent", () => {
  test("is unroll as a layer, in either direction and order of axes", () => {
    assert(
      property(sizes, ({ T, B, padded, reverse, batchFirst, seed }) => {
        const cell = lstm(1);
        const xs = randomTensor([T, B, 3], seed);
        const options = padded ? { lengths: lengthsFor(T, B, seed) } : {};
        const expected = unroll(cell, xs, { ...options, reverse });
        const layer = new Recurrent(cell, { batchFirst, reverse });
        const { outputs, state, states } = layer.forward(batchFirst ? xs.transpose(0, 1) : xs, {
          ...options,
          keepStates: true,
        });
        assertClose(batchFirst ? outputs.transpose(0, 1) : outputs, expected.outputs);
        assertClose(state.c, expected.state.c);
        expect(states).toHaveLength(T);
      }),
      { numRuns: 30 },
    );
  });

  test("replays the step where that is possible, states kept or not", () => {
    const layer = new Recurrent(lstm(1));
    const xs = randomTensor([8, 2, 3], 1);
    expect(layer.forward(xs).outputs.node?.op.name).toBe("scan");
    expect(layer.forward(xs, { keepStates: true }).outputs.node?.op.name).toBe("scan");
    expect(layer.forward(xs, { scan: "never" }).outputs.node?.op.name).not.toBe("scan");
  });

  test("goes on from a state", () => {
    const layer = new Recurrent(lstm(1));
    const xs = randomTensor([6, 2, 3], 1);
    const first = layer.forward(xs.slice([[0, 2]]));
    const second = layer.forward(xs.slice([[2, 6]]), { state: first.state });
    assertClose(concat([first.outputs, second.outputs]), layer.forward(xs).outputs);
  });
});

describe("BidirectionalLayer", () => {
  test("is both directions side by side, each from its own end", () => {
    assert(
      property(sizes, ({ T, B, padded, batchFirst, seed }) => {
        const [ahead, back] = [lstm(1), new GRUCell(3, 2, { generator: new Generator(2) }).to("float64")];
        const xs = randomTensor([T, B, 3], seed);
        const options = padded ? { lengths: lengthsFor(T, B, seed) } : {};
        const one = unroll(ahead, xs, options);
        const other = unroll(back, xs, { ...options, reverse: true });
        const layer = new BidirectionalLayer(ahead, back, { batchFirst });
        const result = layer.forward(batchFirst ? xs.transpose(0, 1) : xs, { ...options, keepStates: true });
        const outputs = batchFirst ? result.outputs.transpose(0, 1) : result.outputs;
        assertClose(outputs, concat([one.outputs, other.outputs], { axis: 2 }));
        assertClose(result.state.forward.c, one.state.c);
        assertClose(result.state.backward, other.state);
        expect(result.states).toHaveLength(T);
      }),
      { numRuns: 30 },
    );
  });

  test("equals the bidirectional layer that PyTorch has, with its weights, state and lengths", () => {
    const gru = new GRU(3, 4, { bidirectional: true, generator: new Generator(3) }).to("float64");
    const layer = new BidirectionalLayer(new GRUCell(3, 4), new GRUCell(3, 4)).to("float64");
    const own = gru.stateDict();
    const names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
    layer.loadStateDict(
      Object.fromEntries(
        names.flatMap((name) => [
          [`forwardCell.${name}`, own[`${name}_l0`]],
          [`backwardCell.${name}`, own[`${name}_l0_reverse`]],
        ]),
      ),
    );
    const xs = randomTensor([5, 3, 3], 1);
    const state = randomTensor([2, 3, 4], 2);
    const lengths = [5, 0, 2];
    const expected = gru.forward(xs, { state, lengths });
    const start = { forward: state.select(0, 0), backward: state.select(0, 1) };
    const result = layer.forward(xs, { state: start, lengths });
    assertClose(result.outputs, expected.outputs);
    assertClose(result.state.forward, expected.state.select(0, 0));
    assertClose(result.state.backward, expected.state.select(0, 1));
  });
});
