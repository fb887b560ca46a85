import { Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import * as rnn from "../../../src/index.ts";
import type { Cell, StateTree } from "../../../src/index.ts";
import { ofCell, type Plan, type Sample } from "./subject.ts";

function wrapper<S extends StateTree>(
  name: string,
  make: (plan: Plan) => Cell<S> & Module,
  fixed?: RegExp,
): Sample {
  return {
    name,
    ...(fixed === undefined ? {} : { fixed }),
    build(plan) {
      const made = make(plan).to(plan.dtype) as Cell<S> & Module;
      return ofCell(() => made, made);
    },
  };
}

const lstm = ({ inputSize, hiddenSize, generator }: Plan): rnn.LSTMCell =>
  new rnn.LSTMCell(inputSize, hiddenSize, { generator });
const gru = ({ inputSize, hiddenSize, generator }: Plan): rnn.GRUCell =>
  new rnn.GRUCell(inputSize, hiddenSize, { generator });
const square = ({ hiddenSize, generator }: Plan): rnn.GRUCell =>
  new rnn.GRUCell(hiddenSize, hiddenSize, { generator });
/** As many layers as planned, of different kinds. */
const stacked = (plan: Plan): rnn.StackedCell<StateTree[]> =>
  new rnn.StackedCell<StateTree[]>(
    Array.from({ length: plan.numLayers }, (_, i) => (i === 0 ? lstm(plan) : square(plan)) as Cell),
  );

export const wrappers = {
  StackedCell: [
    wrapper("LSTM, then GRUs", stacked),
    wrapper(
      "of wrappers",
      (plan) =>
        new rnn.StackedCell([
          new rnn.ZoneoutCell(gru(plan), { p: 0.4, generator: plan.generator }),
          new rnn.ResidualCell(square(plan)),
        ]),
      /^0\.key$/,
    ),
  ],
  ResidualCell: [wrapper("of a GRU", (plan) => new rnn.ResidualCell(square(plan)))],
  ZoneoutCell: [
    wrapper(
      "of an LSTM",
      (plan) => new rnn.ZoneoutCell(lstm(plan), { p: { h: 0.2, c: 0.5 }, generator: plan.generator }),
      /^key$/,
    ),
    wrapper("in evaluation", (plan) => new rnn.ZoneoutCell(gru(plan), { p: 0.3 }).eval(), /^key$/),
  ],
  VariationalDropoutCell: [
    wrapper(
      "of an LSTM",
      (plan) =>
        new rnn.VariationalDropoutCell(lstm(plan), {
          input: 0.3,
          output: 0.3,
          recurrent: { h: 0.5 },
          generator: plan.generator,
        }),
      /^masks\./,
    ),
    wrapper(
      "of a stack, in evaluation",
      (plan) => new rnn.VariationalDropoutCell(stacked(plan), { input: 0.3, recurrent: 0.2 }).eval(),
      /^masks\./,
    ),
  ],
  WeightDrop: [
    wrapper("of an LSTM", (plan) => new rnn.WeightDrop(lstm(plan), { generator: plan.generator })),
    wrapper(
      "of a stack",
      (plan) =>
        new rnn.WeightDrop(stacked(plan), {
          p: 0.3,
          weights: ["cells.0.weight_hh", "cells.0.weight_ih"],
          generator: plan.generator,
        }),
    ),
  ],
  WeightNorm: [
    wrapper("of an LSTM", (plan) => new rnn.WeightNorm(lstm(plan))),
    wrapper(
      "of a weight drop",
      ({ inputSize, hiddenSize, generator }) =>
        new rnn.WeightNorm(
          new rnn.WeightDrop(new rnn.RNNCell(inputSize, hiddenSize, { generator }), { generator }),
          { weights: ["cell.weight_hh"] },
        ),
    ),
  ],
  ResettableCell: [
    {
      name: "of a GRU",
      build(plan) {
        const cell = new rnn.ResettableCell(gru(plan)).to(plan.dtype);
        const { inputSize } = plan;
        const begins = (t: number, row: number): number => ((t + row) % 3 === 1 ? 1 : 0);
        return {
          ...ofCell(() => cell as Cell, cell, inputSize),
          step: (x, state) =>
            cell.step(
              rnn.markResets(x.reshape([1, ...x.shape]), [new Array(x.shape[0]).fill(0)]).select(0, 0),
              state as rnn.ResettableState<Tensor>,
            ),
          run(xs, { state, ...course }) {
            if (!(xs instanceof Tensor) || xs.ndim !== 3) return rnn.unroll(cell, xs, course);
            const marks = Array.from({ length: xs.shape[0] }, (_, t) =>
              Array.from({ length: xs.shape[1] }, (__, row) => begins(t, row)),
            );
            const start = state as rnn.ResettableState<Tensor> | undefined;
            return rnn.unroll(cell, rnn.markResets(xs, marks), {
              ...course,
              ...(start === undefined ? {} : { state: start }),
            });
          },
        };
      },
    },
  ],
} as const satisfies Record<string, readonly Sample[]>;
