import { zeros, type Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { describe, test } from "vitest";
import * as rnn from "../../src/index.ts";
import { assertRefused } from "../support/assert-refused.ts";
import { notSizes, notTensors } from "../support/nonsense.ts";

// Whatever comes in at a public door and does not fit is refused there, by name.
type Values = typeof rnn;
type Functions = {
  [K in keyof Values]: Values[K] extends { prototype: Module } ? never : K;
}[keyof Values];

const cell = new rnn.LSTMCell(2, 3);
const xs = zeros([4, 2, 2]);
const state = cell.initialState(2);
const weight = zeros([1], { requiresGrad: true });
const loss = weight.mul(xs).sum();
const notLengths: unknown[] = [[1], [1, 2, 3], [1, 5], [-1, 2], [0.5, 1], [NaN, 1], "21", 2];
const each = (values: unknown[], call: (value: never) => unknown): (() => unknown)[] =>
  values.map((value) => () => call(value as never));
const all =
  (call: () => Iterable<unknown>): (() => unknown) =>
  () => [...call()];

const step = (x: Tensor, h: Tensor): [Tensor, Tensor] => [x.sum(), h];
const truncated = (change: object): (() => unknown) =>
  all(() => rnn.truncatedBPTT({ step, state: zeros([1]), inputs: [zeros([1])], k1: 1, k2: 1, ...change }));

/** Bad calls of every exported function: one that is exported without any does not compile. */
const badCalls: Readonly<Record<Functions, readonly (() => unknown)[]>> = {
  unroll: [
    ...each([undefined, null, 3, {}, { step() {} }], (bad) => rnn.unroll(bad, xs)),
    ...each(notTensors, (bad) => rnn.unroll(cell, bad)),
    ...each([[2], [4, 2], [4, 2, 3], [4, 2, 2, 1]], (shape) => rnn.unroll(cell, zeros(shape))),
    ...each(notLengths, (lengths) => rnn.unroll(cell, xs, { lengths })),
    ...each([null, 3, zeros([2, 3]), { h: state.h }, { ...state, x: state.h }, { h: xs, c: xs }], (bad) =>
      rnn.unroll(cell, xs, { state: bad })),
    ...each([null, 1, "yes"], (flag) => rnn.unroll(cell, xs, { reverse: flag })),
    ...each([null, 1, "yes"], (flag) => rnn.unroll(cell, xs, { keepStates: flag })),
    () => rnn.unroll(cell, xs, { length: [1, 2] } as never),
    () => rnn.unroll(cell, xs, { scan: "sometimes" as never }),
  ],
  resetRows: [
    ...each([undefined, 3, "ab"], (mask) => rnn.resetRows(state, mask)),
    () => rnn.resetRows(state, [true]),
    () => rnn.resetRows(state, [true, false], { axis: 5 }),
    () => rnn.resetRows(state, [true, false], { axis: NaN }),
    () => rnn.resetRows(state, [true, false], { dim: 0 } as never),
    () => rnn.resetRows(state, [true, false], { initial: { h: state.h } as never }),
    () => rnn.resetRows(state, [true, false], { initial: cell.initialState(3) }),
  ],
  markResets: [
    ...each(notTensors, (bad) => rnn.markResets(bad, [])),
    () => rnn.markResets(zeros([2, 2]), [[0, 0], [0, 0]]),
    ...each([undefined, [], [[0, 0]], [[0], [0], [0], [0]], [null, null, null, null]], (bad) => rnn.markResets(xs, bad)),
  ],
  truncatedBPTT: [
    ...each(notSizes, (k1) => truncated({ k1 })()),
    ...each(notSizes, (k2) => truncated({ k2 })()),
    ...each([undefined, 3, step(xs, xs)], (bad) => truncated({ step: bad })()),
    ...each([() => 1, () => [1, 2], () => [xs, xs], () => [xs.sum()]], (bad) => truncated({ step: bad })()),
    ...each([undefined, 3, {}], (inputs) => truncated({ inputs })()),
    truncated({ lossWindow: "first" }),
    truncated({ k3: 1 }),
  ],
  gradientFlow: [
    ...each([undefined, 3, state], (states) => rnn.gradientFlow(loss, states)),
    ...each([null, 3, { h: null }, { h: new Map() }], (bad) => rnn.gradientFlow(loss, [bad])),
    ...each([null, 3, xs, xs.sum(), weight.mul(xs)], (bad) => rnn.gradientFlow(bad, [weight])),
    () => rnn.gradientFlow(loss, [state]),
    () => rnn.gradientFlow(loss, [weight], { clip: 1 } as never),
    ...each([null, 1], (updatedLeaves) => rnn.gradientFlow(loss, [weight], { updatedLeaves })),
  ],
  batchify: [
    ...each(notSizes, (size) => rnn.batchify([1, 2, 3], size)),
    ...each([undefined, "abc", [0.5], [NaN]], (stream) => rnn.batchify(stream, 1)),
    () => rnn.batchify([], 1),
  ],
  windows: [
    ...each(notSizes, (length) => rnn.windows([1, 2, 3], length)),
    ...each([undefined, "abc", 5], (stream) => rnn.windows(stream, 2)),
    () => rnn.windows([1], 2, { drop: true } as never),
  ],
  flattenState: each([undefined, null, 3, "x", new Map(), { h: 3 }, [null]], (bad) => rnn.flattenState(bad)),
  mapState: each([undefined, 3, { h: [1] }], (bad) => rnn.mapState(bad, (t) => t)),
  detachState: each([undefined, 3, { h: null }], (bad) => rnn.detachState(bad)),
}; // prettier-ignore

describe.each(Object.entries(badCalls) as [string, (() => unknown)[]][])("%s", (name, calls) => {
  test("refuses what does not fit, by name", () => {
    for (const call of calls) assertRefused(call, name);
  });
});
