import { ArgumentError, Generator, GraphError, noGrad, tensor, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { GRUCell, LSTM, LSTMCell, RNN, gradientFlow, unroll } from "../src/index.ts";
import { randomTensor } from "./support/random-tensor.ts";

const generator = new Generator(2);
const xs = randomTensor([6, 2, 3], 1);

test("is the norm of the retained gradients, for an LSTM's c including what comes through h", () => {
  const cell = new LSTMCell(3, 4, { generator }).to("float64");
  const { outputs, states } = unroll(cell, xs, { keepStates: true });
  const loss = outputs.square().mean();
  const { norms } = gradientFlow(loss, states!);
  expect(cell.parameters().every((parameter) => parameter.grad === null)).toBe(true);
  states!.forEach((state) => [state.h.retainGrad(), state.c.retainGrad()]);
  loss.backward();
  for (const name of ["h", "c"] as const) {
    states!.forEach((state, t) =>
      expect(norms[name][t]).toBeCloseTo(Math.hypot(...state[name].grad!.data), 12),
    );
  }
});

test("∂J/∂c of the last step is ∂J/∂h o (1 - tanh² c)", () => {
  const cell = new LSTMCell(3, 1, { generator }).to("float64");
  const { outputs, states } = unroll(cell, xs.slice([[0, 1], [0, 1]]), { keepStates: true }); // prettier-ignore
  const { h, c } = states![0];
  const squashed = Math.tanh(c.item());
  const { norms } = gradientFlow(outputs.sum(), states!);
  expect(norms.h[0]).toBe(1);
  expect(norms.c[0]).toBeCloseTo((h.item() / squashed) * (1 - squashed ** 2), 12);
});

describe("names", () => {
  test("a bare state, the rows of layers, and a layer of one row", () => {
    const names = (states: unknown, outputs: Tensor): string[] =>
      Object.keys(gradientFlow(outputs.sum(), states as Tensor[]).norms);
    const cellwise = unroll(new GRUCell(3, 2).to("float64"), xs, { keepStates: true });
    expect(names(cellwise.states, cellwise.outputs)).toEqual(["state"]);
    const one = new LSTM(3, 2).to("float64").forward(xs, { keepStates: true });
    expect(names(one.states, one.outputs)).toEqual(["h", "c"]);
    const two = new LSTM(3, 2, { numLayers: 2 }).to("float64").forward(xs, { keepStates: true });
    expect(names(two.states, two.outputs)).toEqual(["h.0", "h.1", "c.0", "c.1"]);
    const both = new RNN(3, 2, { bidirectional: true }).to("float64").forward(xs, { keepStates: true });
    expect(names(both.states, both.outputs)).toEqual(["state.0", "state.1"]);
  });
});

test("keys may hold dots, of one tensor each", () => {
  const x = tensor([3, 4], { requiresGrad: true });
  const states = [{ "layer.0": x.mul(1), deep: { "a.b": [x.mul(2)] } }];
  const loss = states[0]["layer.0"].mul(states[0].deep["a.b"][0]).sum();
  const { norms } = gradientFlow(loss, states);
  expect([norms["layer.0"][0], norms["deep.a.b"][0]]).toEqual([10, 5]);
  expect(() => gradientFlow(loss, [{ "a.b": x, a: { b: x } }])).toThrow(/^gradientFlow: two tensors.*"a\.b"/);
});

test("no gradient travels beyond the loss, and what has no history is refused", () => {
  const { outputs, states } = unroll(new GRUCell(3, 2).to("float64"), xs, { keepStates: true });
  const { norms } = gradientFlow(outputs.select(0, 2).sum(), states!);
  expect([...norms.state].map((norm) => norm > 0)).toEqual([true, true, true, false, false, false]);
  const detached = noGrad(() => unroll(new GRUCell(3, 2).to("float64"), xs, { keepStates: true }));
  expect(() => gradientFlow(outputs.sum(), detached.states!)).toThrow(GraphError);
  expect(() => gradientFlow(detached.outputs.sum(), states!)).toThrow(GraphError);
  expect(() => gradientFlow(outputs.sum(), undefined as never)).toThrow(ArgumentError);
});
