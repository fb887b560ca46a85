import { Generator, gradients, randn, unsqueeze, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { GRUCell, LSTMCell, flattenState, mapState, type Cell, type StateTree } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { cells } from "./support/samples/cells.ts";
import { layers } from "./support/samples/layers.ts";
import type { Plan, Sample } from "./support/samples/subject.ts";
import { wrappers } from "./support/samples/wrappers.ts";

const plan = (): Plan => ({
  inputSize: 3,
  hiddenSize: 4,
  numLayers: 2,
  bidirectional: true,
  batch: 1,
  dtype: "float64",
  generator: new Generator(3),
});
const draw = (...shape: number[]): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(shape.length), requiresGrad: true });
const named = (groups: Readonly<Record<string, readonly Sample[]>>): [string, Sample][] =>
  Object.entries(groups).flatMap(([kind, of]) =>
    of.map((sample): [string, Sample] => [`${kind}, ${sample.name}`, sample]),
  );
const batchOf = (state: StateTree): StateTree => mapState(state, (t) => unsqueeze(t, 0));

/** Asserts that results are those of a batch of one without its axis, and so are the gradients of `x`. */
function assertSame(x: Tensor, one: [Tensor, StateTree], batch: [Tensor, StateTree], axis = 0): void {
  const parts = ([output, state]: [Tensor, StateTree]): Tensor[] => [
    output,
    ...flattenState(state).map(({ tensor }) => tensor),
  ];
  const [single, several] = [parts(one), parts(batch)];
  const own = several.map((t, i) => t.squeeze(i === 0 ? axis : 0));
  expect(single.length).toBe(own.length);
  single.forEach((t, i) => assertClose(t, own[i]));
  const gradOf = (ts: Tensor[]): Tensor => gradients(ts.map((t) => t.sum()).reduce((a, b) => a.add(b)), [x])[0]; // prettier-ignore
  assertClose(gradOf(single), gradOf(own));
}

describe.each(named({ ...cells, ...wrappers }))("%s", (_name, sample) => {
  test("takes one example without a batch axis as a batch of one", () => {
    const cell = sample.build(plan()).module as unknown as Cell & { forward: Cell["step"] };
    const x = draw(cell.inputSize);
    const start = cell.initialState(...([] as unknown as [number]));
    assertSame(x, cell.step(x, start), cell.step(unsqueeze(x, 0), batchOf(start)));
    const [output, state] = cell.forward(x, ...([] as unknown as [StateTree]));
    expect(output.ndim).toBe(1);
    expect(flattenState(state).map(({ tensor }) => tensor.shape)).toEqual(
      flattenState(start).map(({ tensor }) => tensor.shape),
    );
  });
});

describe.each(named({ Recurrent: layers.Recurrent, BidirectionalLayer: layers.BidirectionalLayer }))(
  "%s",
  (_name, sample) => {
    test("takes one sequence without a batch axis as a batch of one", () => {
      const { module } = sample.build(plan()) as unknown as {
        module: {
          inputSize: number;
          batchFirst: boolean;
          initialState(b: number): StateTree;
          forward: Forward;
        };
      };
      type Forward = (
        xs: Tensor,
        options: object,
      ) => { outputs: Tensor; state: StateTree; states?: StateTree[] };
      const xs = draw(5, module.inputSize);
      const state = mapState(module.initialState(1), (t) => draw(...t.shape));
      const one = module.forward(xs, { state: mapState(state, (t) => t.squeeze(0)), keepStates: true });
      const axis = module.batchFirst ? 0 : 1;
      const batch = module.forward(unsqueeze(xs, axis), { state });
      assertSame(xs, [one.outputs, one.state], [batch.outputs, batch.state], axis);
      expect(one.states?.length).toBe(5);
    });
  },
);

test("a state with a batch axis is refused for one example, and the other way round", () => {
  const lstm = new LSTMCell(3, 4);
  expect(() => lstm.step(draw(3), lstm.initialState(1))).toThrow(/^LSTMCell: the state/);
  expect(() => lstm.step(draw(1, 3), lstm.initialState())).toThrow(/^LSTMCell: the state/);
  expect(() => new GRUCell(3, 4).step(draw(4), draw(4))).toThrow(
    /must be \[B, 3\], or \[3\] for one example/,
  );
});
