import { RewindError, randn, zeros, type Tensor } from "@rewind/autograd";
import { Linear, Module } from "@rewind/nn";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  RNNCell,
  Recurrent,
  StackedCell,
  ZoneoutCell,
  detachState,
  gradientFlow,
  mapState,
  resetRows,
  truncatedBPTT,
  unroll,
  type Cell,
  type GradientFlow,
  type LSTMState,
  type LayerForwardOptions,
  type LayerResult,
  type StateNames,
  type StateOf,
  type StateTree,
  type UnrollResult,
} from "../src/index.ts";

/** A user's own cell, with a state of its own form. */
class Counter implements Cell<{ total: Tensor; seen: [Tensor, Tensor] }> {
  readonly inputSize = 2;
  readonly outputSize = 2;

  initialState(batch: number): { total: Tensor; seen: [Tensor, Tensor] } {
    return { total: zeros([batch, 2]), seen: [zeros([batch, 2]), zeros([batch, 2])] };
  }

  step(x: Tensor, state: ReturnType<this["initialState"]>): [Tensor, ReturnType<Counter["initialState"]>] {
    const total = state.total.add(x);
    return [total, { total, seen: [x, state.seen[0]] }];
  }
}

test("a cell that extends Module needs no forward", () => {
  class Leaky extends Module implements Cell<Tensor> {
    readonly inputSize = 2;
    readonly outputSize = 2;
    mix = new Linear(2, 2);
    initialState(batch: number): Tensor {
      return zeros([batch, 2]);
    }
    step(x: Tensor, h: Tensor): [Tensor, Tensor] {
      const next = h.mul(0.9).add(this.mix.forward(x));
      return [next, next];
    }
  }
  const cell = new Leaky();
  const { state } = unroll(cell, randn([3, 1, 2]));
  expectTypeOf(state).toEqualTypeOf<Tensor>();
  state.sum().backward();
  expect(cell.parameters().every(({ grad }) => grad !== null)).toBe(true);
  expect(() => cell.forward()).toThrow(/^Leaky: has no forward/);
});

test("a layer's weights are Parameters", () => {
  const layer = new LSTM(2, 3);
  // @ts-expect-error -- a Parameter
  expect(() => (layer.weight_ih_l0 = zeros([12, 2]))).toThrow(/^LSTM\.weight_ih_l0: must stay a Parameter/);
  // @ts-expect-error -- a Parameter
  expect(() => (new GRUCell(2, 3).weight_hh = zeros([9, 3]))).toThrow(/^GRUCell\.weight_hh: must stay/);
});

describe("the state is typed from the cell", () => {
  const xs = randn([3, 1, 2]);

  test("unroll", () => {
    const { state, states } = unroll(new LSTMCell(2, 4), xs, { keepStates: true });
    expectTypeOf(state.c).toEqualTypeOf<Tensor>();
    expectTypeOf(state).toEqualTypeOf<LSTMState>();
    expectTypeOf(states).toEqualTypeOf<LSTMState[] | undefined>();
    // @ts-expect-error -- an LSTM has h and c
    expect(state.cell).toBeUndefined();
    expectTypeOf(unroll(new GRUCell(2, 4), xs).state).toEqualTypeOf<Tensor>();
  });

  test("a user's own cell", () => {
    const { state } = unroll(new Counter(), xs);
    expectTypeOf(state.seen[1]).toEqualTypeOf<Tensor>();
    expectTypeOf(detachState(state)).toEqualTypeOf<{ total: Tensor; seen: [Tensor, Tensor] }>();
    expectTypeOf(mapState(state, (leaf) => leaf)).toEqualTypeOf<typeof state>();
    // @ts-expect-error -- total
    expect(state.totals).toBeUndefined();
  });

  test("layers", () => {
    expectTypeOf(new LSTM(2, 4).forward(xs).state.c).toEqualTypeOf<Tensor>();
    expectTypeOf(new GRU(2, 4).forward(xs).state).toEqualTypeOf<Tensor>();
    expectTypeOf(new RNN(2, 4).forward(xs).state).toEqualTypeOf<Tensor>();
    const { states } = new LSTM(2, 4).forward(xs, { keepStates: true });
    expectTypeOf(states).toEqualTypeOf<{ readonly h: Tensor[]; readonly c: Tensor[] }[] | undefined>();
  });

  test("truncatedBPTT", () => {
    const cell = new LSTMCell(2, 4);
    const run = truncatedBPTT({
      inputs: xs,
      k1: 1,
      k2: 2,
      state: cell.initialState(1),
      step: (x, state) => {
        expectTypeOf(state).toEqualTypeOf<LSTMState>();
        const [output, next] = cell.step(x, state);
        return [output.sum(), next];
      },
    });
    expectTypeOf(run.state.h).toEqualTypeOf<Tensor>();
  });
});

describe("what is misspelt does not compile, and throws", () => {
  const xs = randn([3, 1, 2]);

  test("options", () => {
    // @ts-expect-error -- numLayers
    expect(() => new LSTM(2, 4, { layers: 2 })).toThrow(RewindError);
    // @ts-expect-error -- projections are the LSTM's
    expect(() => new GRU(2, 4, { projSize: 2 })).toThrow(RewindError);
    // @ts-expect-error -- "tanh" or "relu"
    expect(() => new RNN(2, 4, { nonlinearity: "sigmoid" })).toThrow(RewindError);
    // @ts-expect-error -- lengths
    expect(() => unroll(new GRUCell(2, 4), xs, { length: [3] })).toThrow(RewindError);
    // @ts-expect-error -- lengths
    expect(() => new GRU(2, 4).forward(xs, { length: [3] })).toThrow(RewindError);
  });

  test("names in a gradient's flow", () => {
    const of = <S extends StateTree>(result: UnrollResult<S>): GradientFlow<S>["norms"] =>
      gradientFlow(result.outputs.sum(), result.states!).norms;
    const lstm = of(unroll(new LSTMCell(2, 4), xs, { keepStates: true }));
    expectTypeOf(lstm).toEqualTypeOf<Record<"h" | "c", Float64Array>>();
    // @ts-expect-error -- an LSTM has no state s
    expect(lstm.s).toBeUndefined();
    const gru = of(unroll(new GRUCell(2, 4), xs, { keepStates: true }));
    expectTypeOf(gru).toEqualTypeOf<Record<"state", Float64Array>>();
    const layers = new LSTM(2, 4, { numLayers: 2 }).forward(xs, { keepStates: true });
    const { norms } = gradientFlow(layers.outputs.sum(), layers.states!);
    expect(norms["h.1"]).toHaveLength(xs.shape[0]);
    // @ts-expect-error -- rows are numbered
    expect(norms["h.last"]).toBeUndefined();
    expectTypeOf<StateNames<Tensor[]>>().toEqualTypeOf<"state" | `state.${number}`>();
    expectTypeOf<StateNames<readonly [LSTMState, Tensor]>>().toEqualTypeOf<
      "state.0.h" | "state.0.c" | "state.1"
    >();
    expectTypeOf<StateNames<StateTree>>().toEqualTypeOf<string>();
  });

  test("a cell that is one of several kinds", () => {
    for (const cell of [new LSTMCell(2, 2), new GRUCell(2, 2), new RNNCell(2, 2)]) {
      const { outputs, state, states } = unroll(cell, xs, { keepStates: true });
      expectTypeOf(state).toEqualTypeOf<LSTMState | Tensor>();
      expectTypeOf<StateOf<typeof cell>>().toEqualTypeOf<LSTMState | Tensor>();
      unroll(cell, xs, { state: detachState(state) });
      unroll(cell, xs, { state: cell.initialState(1), lengths: [2] });
      const [output, next] = cell.step(xs.select(0, 0), resetRows(state, [true]));
      expectTypeOf(next).toEqualTypeOf<LSTMState | Tensor>();
      cell.step(output, next);
      cell.forward(output, cell.forward(output)[1]);
      const { norms } = gradientFlow(outputs.sum(), states!);
      expectTypeOf(norms).toEqualTypeOf<Record<"h" | "c" | "state", Float64Array>>();
      const layer = new Recurrent(cell);
      const first = layer.forward(xs);
      expectTypeOf(first.state).toEqualTypeOf<LSTMState | Tensor>();
      layer.forward(xs, { state: first.state });
      layer.forward(xs, { state: layer.initialState(1) });
      unroll(new StackedCell([cell, new GRUCell(2, 2)]), xs);
      unroll(new ZoneoutCell<LSTMState | Tensor>(cell), xs);
      const run = truncatedBPTT({
        step(x: Tensor, before) {
          const [y, after] = cell.step(x, before);
          return [y.sum(), after];
        },
        state: cell.initialState(1),
        inputs: xs,
        k1: 1,
        k2: 2,
      });
      expectTypeOf(run.state).toEqualTypeOf<LSTMState | Tensor>();
      // @ts-expect-error -- no cell carries a number
      expect(() => unroll(cell, xs, { state: 1 })).toThrow(RewindError);
      // @ts-expect-error -- neither has an s
      expect(() => cell.step(output, { s: output })).toThrow(RewindError);
    }
  });

  test("a layer that is one of several kinds", () => {
    for (const layer of [new LSTM(2, 4), new GRU(2, 4), new RNN(2, 4)]) {
      const { outputs, state, states } = layer.forward(xs, { keepStates: true });
      expectTypeOf(outputs).toEqualTypeOf<Tensor>();
      expectTypeOf(state).toEqualTypeOf<LSTMState | Tensor>();
      layer.forward(xs, { state });
      layer.forward(xs, { state: detachState(state) });
      layer.forward(xs, { state: layer.initialState(1) });
      expect(Object.keys(gradientFlow(outputs.sum(), states!).norms).length).toBeGreaterThan(0);
      // @ts-expect-error -- no layer carries a number
      expect(() => layer.forward(xs, { state: 1 })).toThrow(RewindError);
    }
  });

  test("what a Recurrent is made from stays known", () => {
    const layer = new Recurrent(new LSTMCell(2, 4));
    expectTypeOf(layer.cell.weight_ih.shape).toEqualTypeOf<readonly number[]>();
    expectTypeOf(layer.forward(xs).state).toEqualTypeOf<LSTMState>();
    // @ts-expect-error -- an LSTM's state has a c
    expect(() => layer.forward(xs, { state: zeros([1, 4]) })).toThrow(RewindError);
  });

  test("a subclass may narrow what a layer or a cell does", () => {
    class Quiet extends LSTM {
      override forward(
        sequence: Tensor,
        options: LayerForwardOptions<LSTMState> = {},
      ): LayerResult<LSTMState> {
        return super.forward(sequence, options);
      }
    }
    class Halved extends GRUCell {
      override step(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
        return super.step(x.mul(0.5), h);
      }
    }
    expectTypeOf(new Quiet(2, 4).forward(xs).state).toEqualTypeOf<LSTMState>();
    expectTypeOf(unroll(new Halved(2, 4), xs).state).toEqualTypeOf<Tensor>();
    expectTypeOf<ReturnType<LSTM["forward"]>>().toEqualTypeOf<LayerResult<LSTMState>>();
  });

  test("states", () => {
    const h = zeros([1, 4]);
    // @ts-expect-error -- an LSTM's state has a c
    expect(() => unroll(new LSTMCell(2, 4), xs, { state: { h } })).toThrow(RewindError);
    // @ts-expect-error -- c
    expect(() => unroll(new LSTMCell(2, 4), xs, { state: { h, cell: h } })).toThrow(RewindError);
    // @ts-expect-error -- a GRU's state is a Tensor
    expect(() => unroll(new GRUCell(2, 4), xs, { state: { h } })).toThrow(RewindError);
  });
});
