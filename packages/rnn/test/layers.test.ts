import {
  ArgumentError,
  Generator,
  ShapeError,
  concat,
  gradcheck,
  gradgradcheck,
  manualSeed,
  stack,
  unstack,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import { assert, boolean, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  RNNCell,
  flattenState,
  mapState,
  unroll,
  type Cell,
  type StateTree,
} from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { randomTensor } from "./support/random-tensor.ts";
import { withParameters } from "./support/with-parameters.ts";

type AnyLayer = RNN | GRU | LSTM;
type Options = ConstructorParameters<typeof RNN>[2] & { projSize?: number };
const layers = { RNN, GRU, LSTM };
const cells = { RNN: RNNCell, GRU: GRUCell, LSTM: LSTMCell };
type Name = keyof typeof layers;

/** The cell that computes one layer in one direction, sharing its weights. */
function cellOf(layer: AnyLayer, name: Name, suffix: string, inputSize: number, options: Options): Cell {
  const cell = new cells[name](inputSize, layer.hiddenSize, options);
  const shared = Object.keys(layer.stateDict())
    .filter((key) => key.endsWith(suffix))
    .map((key) => [key.slice(0, -suffix.length), layer[key as "weight_ih_l0"]]);
  return Object.assign(cell, Object.fromEntries(shared)) as unknown as Cell;
}

/** What the layer computes, by its definition: cells unrolled, stacked and joined. */
function byCells(
  layer: AnyLayer,
  name: Name,
  xs: Tensor,
  lengths: number[] | undefined,
  state: StateTree,
  options: Options,
) {
  let input = xs;
  const finals: StateTree[] = [];
  for (let l = 0; l < layer.numLayers; l++) {
    const outputs: Tensor[] = [];
    for (let d = 0; d < layer.directions; d++) {
      const cell = cellOf(layer, name, `_l${l}${d === 1 ? "_reverse" : ""}`, input.shape[2], options);
      const start = mapState(state, (tensor) => unstack(tensor)[l * layer.directions + d]);
      const result = unroll(cell, input, { lengths, reverse: d === 1, state: start });
      outputs.push(result.outputs);
      finals.push(result.state);
    }
    input = concat(outputs, { axis: 2 });
  }
  return { outputs: input, finals };
}

describe("a layer equals its cells unrolled", () => {
  const options = record({
    name: constantFrom<Name>("RNN", "GRU", "LSTM"),
    numLayers: integer({ min: 1, max: 3 }),
    bidirectional: boolean(),
    bias: boolean(),
    proj: boolean(),
    relu: boolean(),
    padded: boolean(),
    steps: integer({ min: 1, max: 5 }),
    batch: integer({ min: 1, max: 3 }),
    seed: integer({ min: 0, max: 1000 }),
  });

  test("values and gradients, for every combination of options", () => {
    assert(
      property(options, ({ name, proj, relu, padded, steps, batch, seed, ...rest }) => {
        const own: Options = {
          ...rest,
          generator: new Generator(seed),
          ...(name === "LSTM" && proj ? { projSize: 2 } : {}),
          ...(name === "RNN" && relu ? { nonlinearity: "relu" as const } : {}),
        };
        const layer = new layers[name](2, 3, own).to("float64") as AnyLayer;
        const xs = randomTensor([steps, batch, 2], seed, true);
        const state = mapState(layer.initialState(batch) as StateTree, (tensor) =>
          randomTensor(tensor.shape, seed + 1),
        );
        const lengths = padded
          ? Array.from({ length: batch }, (_, b) => (seed + 3 * b) % (steps + 1))
          : undefined;
        const direct = layer.forward(xs, { lengths, state: state as never });
        const forCells = Object.fromEntries(
          Object.entries(own).filter(([key]) => ["bias", "nonlinearity", "projSize"].includes(key)),
        );
        const cellwise = byCells(layer, name, xs, lengths, state, forCells);
        assertClose(direct.outputs, cellwise.outputs, 1e-12, "outputs");
        flattenState(direct.state).forEach(({ tensor }, i) =>
          assertClose(tensor, stack(cellwise.finals.map((s) => flattenState(s)[i].tensor)), 1e-12, "state"),
        );
        // Where every length is 0 no step is taken, and nothing depends on anything.
        if (lengths?.every((length) => length === 0)) return;
        direct.outputs.square().sum().backward();
        const first = [xs, ...layer.parameters()].map((t) => t.grad);
        [xs, ...layer.parameters()].forEach((t) => t.zeroGrad());
        cellwise.outputs.square().sum().backward();
        [xs, ...layer.parameters()].forEach((t, i) => assertClose(first[i], t.grad, 1e-9, "gradient"));
      }),
      { numRuns: 60 },
    );
  });
});

const variants: [string, () => AnyLayer, number[] | undefined][] = [
  ["RNN, two layers", () => new RNN(2, 2, { numLayers: 2 }), undefined],
  ["GRU, bidirectional, padded", () => new GRU(2, 2, { bidirectional: true }), [1, 3]],
  ["LSTM, projection, padded", () => new LSTM(2, 3, { projSize: 2 }), [3, 0]],
];
describe.each(variants)("%s", (_name, make, lengths) => {
  test("differentiates in input, state and every parameter, twice", () => {
    manualSeed(4);
    const layer = make().to("float64");
    const { values, run } = withParameters(layer);
    const shapes = flattenState(layer.initialState(2)).map((leaf) => leaf.tensor.shape);
    const fn = (xs: Tensor, ...rest: Tensor[]): Tensor[] =>
      run(rest.slice(shapes.length), () => {
        let next = 0;
        const state = mapState(layer.initialState(2) as StateTree, () => rest[next++]);
        const result = layer.forward(xs, { state: state as never, lengths });
        return [result.outputs, ...flattenState(result.state).map((leaf) => leaf.tensor)];
      });
    const inputs = [
      randomTensor([3, 2, 2], 1),
      ...shapes.map((shape, i) => randomTensor(shape, i)),
      ...values,
    ];
    expect(gradcheck(fn, inputs).maxRelError).toBeLessThan(1e-5);
    expect(gradgradcheck(fn, inputs).ok).toBe(true);
  });
});

describe.each(["RNN", "GRU", "LSTM"] as const)("%s", (name) => {
  const make = (options: Options = {}): AnyLayer =>
    new layers[name](2, 3, { generator: new Generator(8), ...options });

  test("padding changes nothing, whatever it holds", () => {
    const layer = make({ numLayers: 2, bidirectional: true });
    const lengths = [2, 4, 0];
    const run = (filler: number) => {
      const xs = randomTensor([4, 3, 2], 2).to("float32").clone();
      lengths.forEach((length, row) => {
        for (let t = length; t < 4; t++) xs.data.fill(filler, (t * 3 + row) * 2, (t * 3 + row + 1) * 2);
      });
      xs.requiresGrad = true;
      layer.zeroGrad();
      const { outputs, state } = layer.forward(xs, { lengths });
      outputs.square().sum().add(flattenState(state)[0].tensor.sum()).backward();
      return [
        outputs,
        ...flattenState(state).map((leaf) => leaf.tensor),
        xs.grad!,
        ...layer.parameters().map((p) => p.grad!),
      ];
    };
    const clean = run(0);
    run(NaN).forEach((t, i) => expect([...t.data]).toEqual([...clean[i].data]));
    run(-Infinity).forEach((t, i) => expect([...t.data]).toEqual([...clean[i].data]));
  });

  test("batch first and a single sequence are the same numbers in other axes", () => {
    const layer = make({ numLayers: 2 });
    const first = make({ numLayers: 2, batchFirst: true });
    const xs = randomTensor([4, 3, 2], 6).to("float32");
    const { outputs, state } = layer.forward(xs);
    assertClose(first.forward(xs.transpose(0, 1)).outputs, outputs.transpose(0, 1));
    const single = layer.forward(xs.select(1, 1), {
      state: mapState(layer.initialState(1) as StateTree, (t) => t.select(1, 0)) as never,
    });
    assertClose(single.outputs, outputs.select(1, 1));
    flattenState(single.state).forEach(({ tensor }, i) =>
      assertClose(tensor, flattenState(state)[i].tensor.select(1, 1)),
    );
  });

  test("no steps leave the state as it was", () => {
    const layer = make({ numLayers: 2, bidirectional: true });
    const state = mapState(layer.initialState(3) as StateTree, (t) => randomTensor(t.shape, 3).to("float32"));
    const result = layer.forward(zeros([0, 3, 2]), { state: state as never });
    expect(result.outputs.shape).toEqual([0, 3, 6]);
    flattenState(result.state).forEach(({ tensor }, i) => assertClose(tensor, flattenState(state)[i].tensor));
  });

  test("keeps the states that are on the tape, the last ones stacked being the final state", () => {
    const layer = make({ numLayers: 2 });
    const { states, state, outputs } = layer.forward(randomTensor([3, 2, 2], 1).to("float32"), {
      keepStates: true,
    });
    const rows = name === "LSTM" ? (states as { h: Tensor[] }[]).map((s) => s.h) : (states as Tensor[][]);
    assertClose(stack(rows[2]), flattenState(state)[0].tensor);
    assertClose(stack(rows.map((row) => row[1])), outputs);
    expect(rows.flat().every((t) => t.requiresGrad)).toBe(true);
  });

  test("names parameters as PyTorch", () => {
    const layer = make({ numLayers: 2, bidirectional: true });
    expect(Object.keys(layer.stateDict()).slice(0, 5)).toEqual([
      "weight_ih_l0",
      "weight_hh_l0",
      "bias_ih_l0",
      "bias_hh_l0",
      "weight_ih_l0_reverse",
    ]);
    expect(layer.weight_ih_l1.shape[1]).toBe(6);
    expect(
      make({ bias: false })
        .namedParameters()
        .map(([key]) => key),
    ).toEqual(["weight_ih_l0", "weight_hh_l0"]);
  });

  test("drops out between layers in training only, repeatably", () => {
    const make2 = (): AnyLayer => make({ numLayers: 2, dropout: 0.5, generator: new Generator(1) });
    const xs = randomTensor([5, 4, 2], 2).to("float32");
    const a = make2();
    const trained = a.forward(xs).outputs;
    assertClose(make2().forward(xs).outputs, trained);
    const evaluated = a.eval().forward(xs).outputs;
    assertClose(a.forward(xs).outputs, evaluated);
    expect([...evaluated.data]).not.toEqual([...trained.data]);
  });

  test("what does not fit is refused by name", () => {
    const layer = make();
    expect(() => layer.forward(zeros([2, 2, 5]))).toThrow(new RegExp(`${name}: input \\[2, 2, 5\\]`));
    expect(() => layer.forward(zeros([2, 3, 2]), { lengths: [1, 2] })).toThrow(ShapeError);
    expect(() => layer.forward(zeros([2, 3, 2]), { lengths: [1, 2, 3] })).toThrow(ArgumentError);
    expect(() => layer.forward(zeros([2, 3, 2]), { state: layer.initialState(2) as never })).toThrow(
      new RegExp(`${name}: the state`),
    );
    expect(() => make({ dropout: 0.5 })).toThrow(/dropout 0.5 lies between layers/);
    expect(() => make({ numLayers: 0 })).toThrow(ArgumentError);
    expect(() => make({ layers: 2 } as never)).toThrow(/unknown option "layers"/);
    expect(() => layer.forward(zeros([2, 3, 2]), { length: [1, 2, 3] } as never)).toThrow(
      /unknown option "length"/,
    );
  });
});
