import { Generator, gradcheck, unstack, type Tensor } from "@rewind/autograd";
import { DotAttention } from "@rewind/nn";
import { describe, expect, test } from "vitest";
import {
  BahdanauDecoder,
  BidirectionalLayer,
  LuongDecoder,
  Recurrent,
  ResettableCell,
  ResidualCell,
  StackedCell,
  VariationalDropoutCell,
  WeightDrop,
  WeightNorm,
  ZoneoutCell,
  flattenState,
  gradientFlow,
  markResets,
  truncatedBPTT,
  unroll,
  type Cell,
  type ScanMode,
} from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { NestedCell, TiedCell, TupleCell } from "./support/odd-cells.ts";
import { randomTensor } from "./support/random-tensor.ts";
import { UserLSTM } from "./support/user-lstm.ts";

// A class with initialState and step, no Module: everything that takes a cell takes it.
const generator = (): Generator => new Generator(7);
const source = randomTensor([3, 2, 3], 9);
const begins = [[0, 0], [0, 1], [0, 0], [0, 0]]; // prettier-ignore
const wrapped: Record<string, (cell: UserLSTM) => Cell> = {
  "stacked below another": (cell) => new StackedCell([cell, new TiedCell()]) as Cell,
  "with a residual": (cell) => new ResidualCell(cell) as Cell,
  "with zoneout": (cell) => new ZoneoutCell(cell, { p: { h: 0.3, c: 0.5 }, generator: generator() }) as Cell,
  "with variational dropout": (cell) =>
    new VariationalDropoutCell(cell, { input: 0.3, recurrent: 0.5, generator: generator() }) as Cell,
  "with weight drop": (cell) => new WeightDrop(cell, { weights: ["wh"], generator: generator() }) as Cell,
  "with weight norm": (cell) => new WeightNorm(cell, { weights: ["wx", "wh"] }).to("float64") as Cell,
  "with resets": (cell) => new ResettableCell(cell) as Cell,
  "in Bahdanau's decoder": (cell) =>
    new BahdanauDecoder(new Narrow(cell), new DotAttention(3)).to("float64").over(source) as Cell,
  "in Luong's decoder": (cell) =>
    new LuongDecoder(cell, new DotAttention(3), { generator: generator() })
      .to("float64")
      .over(source) as Cell,
};

/** Reads the first half of its input twice as wide: gives a decoder's cell room for the context. */
class Narrow implements Cell<{ h: Tensor; c: Tensor }> {
  readonly inputSize = 6;
  readonly outputSize = 3;
  readonly inner: UserLSTM;
  constructor(inner: UserLSTM) {
    this.inner = inner;
  }
  initialState(batch: number): { h: Tensor; c: Tensor } {
    return this.inner.initialState(batch);
  }
  step(x: Tensor, state: { h: Tensor; c: Tensor }): [Tensor, { h: Tensor; c: Tensor }] {
    return this.inner.step(x.slice([null, [0, 3]]).add(x.slice([null, [3, 6]])), state);
  }
}

describe.each(Object.entries(wrapped))("a user's cell %s", (_name, wrap) => {
  const takesMarks = wrap(new UserLSTM(3, 3)).inputSize === 4;
  const inputsOf = (xs: Tensor): Tensor => (takesMarks ? markResets(xs, begins) : xs);
  /** Outputs and states, keys aside, as a function of the input and the user's weights. */
  const run =
    (scan: ScanMode) =>
    (xs: Tensor, wx: Tensor, wh: Tensor): Tensor[] => {
      const user = new UserLSTM(3, 3);
      const cell = wrap(user);
      Object.assign(user, { wx, wh });
      const { outputs, state } = unroll(cell, inputsOf(xs), { scan, lengths: [4, 2] });
      const leaves = flattenState(state).filter(({ path }) => path !== "key");
      return [outputs, ...leaves.map(({ tensor }) => tensor)];
    };
  const { wx, wh } = new UserLSTM(3, 3);
  const xs = randomTensor([4, 2, 3], 5);

  test("is unrolled and checked", () => {
    const result = gradcheck(run("never"), [xs, wx, wh]);
    expect(result.ok, JSON.stringify(result.worst)).toBe(true);
  });

  test("is replayed", () => {
    const unrolled = run("never")(xs, wx, wh);
    run("always")(xs, wx, wh).forEach((value, i) => assertClose(value, unrolled[i], 1e-11));
  });

  test("is laid over time in either direction and in both", () => {
    const cell = wrap(new UserLSTM(3, 3)) as Cell;
    const { outputs } = new Recurrent(cell, { reverse: true }).forward(inputsOf(xs), { lengths: [4, 2] });
    expect(outputs.shape).toEqual([4, 2, cell.outputSize]);
    const both = new BidirectionalLayer(cell, wrap(new UserLSTM(3, 3))).forward(inputsOf(xs), {
      lengths: [4, 2],
    });
    expect(both.outputs.shape).toEqual([4, 2, 2 * cell.outputSize]);
  });

  test("is truncated, and its gradient flow is seen", () => {
    const user = new UserLSTM(3, 3);
    const cell = wrap(user) as Cell;
    const run = truncatedBPTT({
      inputs: inputsOf(xs),
      state: cell.initialState(2),
      k1: 1,
      k2: 3,
      step: (x, state) => {
        const [output, next] = cell.step(x, state);
        return [output.square().mean(), next];
      },
    });
    for (const window of run) {
      const norms = Object.values(gradientFlow(window.loss, window.states).norms);
      expect(norms.some((norm) => norm[norm.length - 1] > 0)).toBe(true);
      window.backward();
    }
    expect([user.wx, user.wh].every(({ grad }) => grad!.data.some((g) => g !== 0))).toBe(true);
  });
});

test("states of any form are stacked, zoned out and dropped by their paths", () => {
  const cell = new StackedCell([
    new TupleCell(),
    new ZoneoutCell(new NestedCell(), { p: { "layers.1": 0.5 } }),
  ]);
  const dropped = new VariationalDropoutCell(cell, { recurrent: { "0.1": 0.2, "1.cell.seen.total": 0.1 } });
  const { outputs, state } = unroll(dropped, randomTensor([5, 2, 3], 1), { scan: "always" });
  expect(outputs.shape).toEqual([5, 2, 4]);
  const inner = ["0.0", "0.1", "1.cell.layers.0", "1.cell.layers.1", "1.cell.seen.total", "1.key"];
  expect(flattenState(state).map(({ path }) => path)).toEqual([
    ...inner.map((path) => `cell.${path}`),
    "masks.input",
    "masks.output",
    ...inner.map((path) => `masks.recurrent.${path}`),
  ]);
});

test("is stepped by hand like any other", () => {
  const xs = randomTensor([4, 2, 3], 5);
  const cell = new ResidualCell(new UserLSTM(3, 3));
  let state = cell.initialState(2);
  const outputs = unstack(xs).map((x) => {
    const [output, next] = cell.step(x, state);
    state = next;
    return output;
  });
  unstack(unroll(cell, xs).outputs).forEach((output, t) => assertClose(output, outputs[t]));
});
