import { Generator, type Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { describe, expect, test } from "vitest";
import {
  LSTMCell,
  RNNCell,
  StackedCell,
  VariationalDropoutCell,
  WeightDrop,
  detachState,
  flattenState,
  unroll,
  type LSTMState,
  type Cell,
  type StateTree,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";
import { UserLSTM } from "../support/user-lstm.ts";

const lstm = (): LSTMCell => new LSTMCell(3, 4, { generator: new Generator(1) }).to("float64");
const xs = randomTensor([5, 2, 3], 1);

describe("VariationalDropoutCell", () => {
  const options = { input: 0.4, output: 0.5, recurrent: { h: 0.3 }, generator: new Generator(2) };

  test("multiplies input, h and output by masks that stay", () => {
    const cell = new VariationalDropoutCell(lstm(), options);
    const start = cell.initialState(2);
    const { input, output, recurrent } = start.masks;
    const inner = lstm();
    let state = inner.initialState(2);
    const { outputs, state: last } = unroll(cell, xs, { state: start, scan: "never" });
    for (let t = 0; t < 5; t++) {
      const [h, next] = inner.step(xs.select(0, t).mul(input), { ...state, h: state.h.mul(recurrent.h) });
      state = next;
      assertClose(outputs.select(0, t), h.mul(output));
    }
    assertClose(last.cell.h, state.h);
    expect(last.masks.input).toBe(input);
  });

  test("masks are 0 or 1 / (1 - p), new ones for each start and with redraw", () => {
    const cell = new VariationalDropoutCell(new RNNCell(500, 2), {
      input: 0.75,
      generator: new Generator(3),
    });
    const state = cell.initialState(4);
    const again = cell.redraw(state);
    expect(again.cell).toBe(state.cell);
    for (const { masks } of [state, again]) {
      expect([...new Set(masks.input.data)].sort((a, b) => a - b)).toEqual([0, 4]);
      expect(Math.abs(masks.input.mean().item() - 1)).toBeLessThan(0.1);
    }
    expect([...again.masks.input.data]).not.toEqual([...state.masks.input.data]);
    expect([...detachState(state).masks.input.data]).toEqual([...state.masks.input.data]);
  });

  test.each(["always", "never"] as const)(
    "draws anew for each sequence, as WeightDrop does, a carried state's too (scan %s)",
    (scan) => {
      const wide = { input: 0.5, output: 0.5, recurrent: 0.5, generator: new Generator(4) };
      const cells = [
        new VariationalDropoutCell(new RNNCell(3, 40), wide),
        new StackedCell([new RNNCell(3, 4), new VariationalDropoutCell(new RNNCell(4, 40), wide)]),
      ] as unknown as Cell<{ cell: Tensor; masks: { input: Tensor } }>[];
      const short = xs.to("float32");
      for (const cell of cells) {
        const masksOf = (state: StateTree): number[][] =>
        flattenState(state).filter(({ path }) => path.includes("masks")).map(({ tensor }) => [...tensor.data]); // prettier-ignore
        const start = cell.initialState(2);
        let { state } = unroll(cell, short, { state: start, scan });
        expect(masksOf(state)).toEqual(masksOf(start));
        for (let window = 0; window < 3; window++) {
          const carried = detachState(state);
          ({ state } = unroll(cell, short, { state: carried, scan }));
          expect(masksOf(state).flat()).not.toEqual(masksOf(carried).flat());
        }
        (cell as unknown as Module).eval();
        const before = masksOf(state);
        expect(masksOf(unroll(cell, short, { state, scan }).state)).toEqual(before);
        (cell as unknown as Module).train();
      }
    },
  );

  test("what redraw gave is kept by the sequence that starts from it; steps by hand keep what they carry", () => {
    const cell = new VariationalDropoutCell(new RNNCell(3, 40), {
      ...options,
      generator: new Generator(6),
      recurrent: 0.3,
    });
    const { state } = unroll(cell, xs.to("float32"));
    const again = cell.redraw(detachState(state));
    expect(unroll(cell, xs.to("float32"), { state: again, scan: "never" }).state.masks.input).toBe(
      again.masks.input,
    );
    expect(cell.step(xs.to("float32").select(0, 0), state)[1].masks.input).toBe(state.masks.input);
  });

  test("in evaluation is the cell itself, whatever masks it carries", () => {
    const cell = new VariationalDropoutCell(lstm(), options);
    const state = cell.initialState(2);
    assertClose(unroll(cell.eval(), xs, { state }).outputs, unroll(lstm(), xs).outputs, 0);
    expect(cell.initialState(2).masks.input.data.every((value) => value === 1)).toBe(true);
  });

  test("a number for the state means its first tensor", () => {
    const { recurrent } = new VariationalDropoutCell(lstm(), {
      recurrent: 0.5,
      generator: new Generator(1),
    }).initialState(50).masks;
    expect([...new Set(recurrent.h.data)].sort((a, b) => a - b)).toEqual([0, 2]);
    expect([...new Set(recurrent.c.data)]).toEqual([1]);
  });

  test("p = 1, and a name the state lacks, are refused", () => {
    expect(() => new VariationalDropoutCell(lstm(), { input: 1 })).toThrow(/^VariationalDropoutCell: input/);
    expect(() => new VariationalDropoutCell(lstm(), { recurrent: { x: 0.1 } }).initialState(1)).toThrow(
      /^VariationalDropoutCell: recurrent names "x"/,
    );
  });
});

describe("WeightDrop", () => {
  test("computes with dropped weights, the same for all steps and rows, and leaves the weights alone", () => {
    const inner = lstm();
    const raw = inner.weight_hh;
    const seen: Tensor[] = [];
    const step = inner.step.bind(inner);
    inner.step = (x: Tensor, state: LSTMState) => {
      seen.push(inner.weight_hh);
      return step(x, state);
    };
    const cell = new WeightDrop(inner, { p: 0.25, generator: new Generator(2) });
    unroll(cell, xs, { scan: "never" });
    const factors = seen.map((weight) => weight.div(raw));
    factors.forEach((factor) => assertClose(factor, factors[0], 0));
    expect([...new Set([...factors[0].data].map((value) => Number(value.toFixed(6))))].sort((a, b) => a - b)).toEqual([0, 1.333333]);
    expect(inner.weight_hh).toBe(raw);
    unroll(cell, xs, { scan: "never" });
    expect([...seen[5].data]).not.toEqual([...seen[0].data]);
  }); // prettier-ignore

  test("in evaluation is the cell itself, and its names are the cell's", () => {
    const cell = new WeightDrop(lstm());
    assertClose(unroll(cell.eval(), xs).outputs, unroll(lstm(), xs).outputs, 0);
    expect(Object.keys(cell.stateDict())).toEqual(
      ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => `cell.${name}`),
    );
  });

  test("draws anew for each unrolled sequence, where the state is carried too", () => {
    const cell = new WeightDrop(lstm(), { p: 0.5, generator: new Generator(2) });
    const state = cell.initialState(2);
    const [a, b] = [1, 2].map(() => unroll(cell, xs, { state }).outputs);
    expect([...a.data]).not.toEqual([...b.data]);
  });

  test("replayed again and again, in training and evaluation by turns, is what it is unrolled", () => {
    const run = (scan: "always" | "never"): Tensor[] => {
      const cell = new WeightDrop(lstm(), { generator: new Generator(2) });
      return [true, true, false, true].map((mode) => unroll(cell.train(mode), xs, { scan }).outputs);
    };
    const unrolled = run("never");
    run("always").forEach((outputs, i) => assertClose(outputs, unrolled[i], 1e-12));
  });

  test("puts the weights back when the step throws", () => {
    const inner = lstm();
    const raw = inner.weight_hh;
    const cell = new WeightDrop(inner);
    expect(() => cell.step(xs.select(0, 0), { h: xs, c: xs })).toThrow(/^LSTMCell: the state/);
    expect(inner.weight_hh).toBe(raw);
  });

  test("takes a user's cell, whatever its weights are called", () => {
    const cell = new WeightDrop(new UserLSTM(3, 4), { p: 0.5, weights: ["wh"], generator: new Generator(2) });
    expect([...unroll(cell, xs).outputs.data]).not.toEqual([...unroll(new UserLSTM(3, 4), xs).outputs.data]);
  });

  test("a weight the cell lacks is refused, with those it has", () => {
    expect(() => new WeightDrop(lstm(), { weights: ["weight_hr"] })).toThrow(
      /^WeightDrop: the cell has no weight "weight_hr"; it has "weight_ih", "weight_hh"/,
    );
    expect(() => new WeightDrop(lstm(), { weights: ["bias_hh"] })).toThrow(
      /"bias_hh" of shape \[16\] is no matrix/,
    );
    expect(() => new WeightDrop(lstm(), { weights: [] })).toThrow(/^WeightDrop: weights must list/);
    expect(() => new WeightDrop(lstm(), { weights: ["a.b.c"] })).toThrow(/no weight "a.b.c"/);
  });
});
