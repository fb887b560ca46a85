import type { Tensor } from "@rewind/autograd";
import { ArgumentError, zeros } from "@rewind/autograd";
import { expect, test } from "vitest";
import {
  GRUCell,
  LSTM,
  LSTMCell,
  StackedCell,
  WeightDrop,
  detachState,
  flattenState,
  mapState,
} from "../src/index.ts";

type Callable = (...args: unknown[]) => unknown;

test("cells and layers refuse arguments they do not take", () => {
  const cell = new GRUCell(2, 3);
  const stack = new StackedCell([new GRUCell(2, 3), new GRUCell(3, 3)]);
  const drop = new WeightDrop(new GRUCell(2, 3), { p: 0.5 });
  const x = zeros([1, 2]);
  const calls: [name: string, call: Callable][] = [
    ["GRUCell.step", (o) => (cell.step as Callable).call(cell, x, cell.initialState(1), o)],
    ["GRUCell.forward", (o) => (cell.forward as Callable).call(cell, x, undefined, o)],
    ["GRUCell.initialState", (o) => (cell.initialState as Callable).call(cell, 1, o)],
    ["StackedCell.step", (o) => (stack.step as Callable).call(stack, x, stack.initialState(1), o)],
    ["WeightDrop.redraw", (o) => (drop.redraw as Callable).call(drop, o)],
    ["LSTM.initialState", (o) => (new LSTM(2, 3).initialState as Callable).call(new LSTM(2, 3), 1, o)],
    ["detachState", (o) => (detachState as Callable)(zeros([1]), o)],
  ];
  for (const [name, call] of calls) {
    expect(() => call({ dtype: "float64" })).toThrow(ArgumentError);
    expect(() => call({ dtype: "float64" })).toThrow(new RegExp(`^${name}: takes`));
  }
  expect([zeros([1]), zeros([2])].map(detachState)).toHaveLength(2);
});

test("a state that contains itself is refused", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const record: Record<string, unknown> = {};
  record["h"] = record;
  for (const state of [cyclic, record, [cyclic, cyclic]]) {
    for (const call of [
      () => detachState(state as never),
      () => flattenState(state as never),
      () => mapState(state as never, (t: Tensor) => t),
      () => new LSTMCell(2, 3).step(zeros([1, 2]), state as never),
      () => new LSTM(2, 3).forward(zeros([4, 1, 2]), { state: state as never }),
    ])
      expect(call).toThrow(ArgumentError);
  }
});
