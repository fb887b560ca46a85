import { Generator, RewindError, noGrad, stack, unstack, type Tensor } from "@rewind/autograd";
import { GRU, GRUCell, LSTM, LSTMCell, RNN, unroll } from "@rewind/rnn";
import { describe, expect, test } from "vitest";
import { gateActivations, gateGradients, inputInfluence, type GatedState } from "../../src/index.ts";
import { randomTensor } from "../../../rnn/test/support/random-tensor.ts";

const generator = new Generator(3);
const xs = randomTensor([5, 2, 3], 1);

describe("gateGradients", () => {
  test.each([
    ["LSTM", new LSTM(3, 4, { numLayers: 2, generator }).to("float64")],
    ["LSTM, projected", new LSTM(3, 4, { numLayers: 2, projSize: 2, generator }).to("float64")],
    ["GRU", new GRU(3, 4, { numLayers: 2, generator }).to("float64")],
  ])("of one step and one sequence is the gradient of the bias (%s)", (_, layer) => {
    const single = xs.slice([[0, 1], [0, 1]]); // prettier-ignore
    const { outputs, states } = layer.forward(single, { keepStates: true });
    const loss = outputs.square().mean();
    const norms = gateGradients(loss, layer, single, states!);
    expect(layer.parameters().every((parameter) => parameter.grad === null)).toBe(true);
    loss.backward();
    expect(Object.keys(norms)).toEqual(["layer 0", "layer 1"]);
    assertNormsOf(norms["layer 0"], 0, layer.bias_ih_l0.grad!);
    assertNormsOf(norms["layer 1"], 0, layer.bias_ih_l1.grad!);
  });

  test.each([
    ["LSTM", () => new LSTMCell(3, 4).to("float64")],
    ["GRU", () => new GRUCell(3, 4).to("float64")],
  ])("at each step is the gradient of a bias used there alone (%s)", (_, make: () => GRUCell | LSTMCell) => {
    const cells = Array.from({ length: 5 }, make);
    cells.forEach((cell) => cell.loadStateDict(cells[0].stateDict()));
    const single = xs.slice([[0, 5], [0, 1]]); // prettier-ignore
    const states: GatedState[] = [];
    let state = cells[0].initialState(1);
    const outputs = unstack(single).map((x, t) => {
      const [y, next] = cells[t].step(x, state as never);
      states.push((state = next));
      return y.square().sum();
    });
    const loss = outputs.reduce((sum, each) => sum.add(each));
    const norms = gateGradients(loss, cells[0], single, states)["layer 0"];
    loss.backward();
    cells.forEach((cell, t) => assertNormsOf(norms, t, cell.bias_ih!.grad!));
  });
});

/** Each gate's norm at step t is that of its part of a bias's gradient. */
function assertNormsOf(norms: Record<string, Float64Array>, t: number, bias: Tensor): void {
  const gates = Object.keys(norms);
  const size = bias.size / gates.length;
  gates.forEach((gate, i) => {
    const part = bias.data.subarray(i * size, (i + 1) * size);
    expect(norms[gate][t]).toBeCloseTo(Math.hypot(...part), 12);
  });
}

describe("gateActivations", () => {
  test("give the states again (LSTM)", () => {
    const cell = new LSTMCell(3, 4, { generator }).to("float64");
    const { states } = unroll(cell, xs, { keepStates: true });
    const { i, f, g, o } = gateActivations(cell, xs, states!, { row: 1 });
    let c = new Float64Array(4);
    states!.forEach((state, t) => {
      c = c.map((value, unit) => f[t][unit] * value + i[t][unit] * g[t][unit]);
      c.forEach((value, unit) => {
        expect(state.c.data[4 + unit]).toBeCloseTo(value, 12);
        expect(state.h.data[4 + unit]).toBeCloseTo(o[t][unit] * Math.tanh(value), 12);
      });
    });
  });

  test("give the states again (GRU, second layer)", () => {
    const gru = new GRU(3, 4, { numLayers: 2, generator }).to("float64");
    const { states } = gru.forward(xs, { keepStates: true });
    const { z, n } = gateActivations(gru, xs, states!, { layer: 1 });
    let h = new Float64Array(4);
    states!.forEach((state, t) => {
      h = h.map((value, unit) => (1 - z[t][unit]) * n[t][unit] + z[t][unit] * value);
      h.forEach((value, unit) => expect(state[1].data[unit]).toBeCloseTo(value, 12));
    });
  });
});

test.each([
  ["no gates", () => gateActivations(new RNN(3, 4), xs, [])],
  ["too few states", () => gateActivations(new GRUCell(3, 4), xs, [])],
  [
    "states of another kind",
    () =>
      gateActivations(
        new GRUCell(3, 4),
        xs,
        unstack(xs).map(() => [] as Tensor[]),
      ),
  ],
  ["both directions", () => gateActivations(new GRU(3, 4, { bidirectional: true }), xs, unstack(xs))],
  ["no layer of that number", () => gateActivations(new GRUCell(3, 3), xs, unstack(xs), { layer: 1 })],
  ["an input without time", () => gateActivations(new GRUCell(3, 4), xs.select(0, 0), unstack(xs))],
])("gateActivations refuses %s", (_, call) => {
  expect(call).toThrow(/^gateActivations: /);
  expect(call).toThrow(RewindError);
});

describe("inputInfluence", () => {
  test("is the norm of the gradient at each input, zero for the future", () => {
    const cell = new GRUCell(3, 4, { generator }).to("float64");
    const inputs = unstack(xs).map((x) => {
      x.requiresGrad = true;
      return x;
    });
    const sequence = stack(inputs);
    const { outputs } = unroll(cell, sequence);
    const predictions = unstack(outputs).map((y) => y.sum());
    const influence = inputInfluence(predictions, sequence);
    influence.forEach((row, t) => row.forEach((norm, s) => expect(norm > 0).toBe(s <= t)));
    predictions[3].backward();
    inputs.forEach((x, s) => {
      if (s <= 3) expect(influence[3][s]).toBeCloseTo(Math.hypot(...x.grad!.data), 12);
    });
  });

  test("refuses what has no gradient or is no single prediction", () => {
    const x = randomTensor([2, 2], 1);
    expect(() => inputInfluence([x.sum()], x)).toThrow(/^inputInfluence: inputs/);
    x.requiresGrad = true;
    expect(() => inputInfluence([], x)).toThrow(/^inputInfluence: predictions/);
    expect(() => inputInfluence([x.mul(2)], x)).toThrow(/^inputInfluence: prediction 0 has shape \[2, 2\]/);
    expect(() => noGrad(() => inputInfluence([x.sum()], x))).toThrow(RewindError);
  });
});
