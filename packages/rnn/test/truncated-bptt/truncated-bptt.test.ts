import {
  ArgumentError,
  Generator,
  GraphError,
  ShapeError,
  tape,
  unstack,
  type Tensor,
} from "@rewind/autograd";
import { Linear } from "@rewind/nn";
import { assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  GRUCell,
  LSTMCell,
  RNNCell,
  detachState,
  gradientFlow,
  truncatedBPTT,
  type Cell,
  type LossWindow,
  type Window,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const cells = { RNN: RNNCell, GRU: GRUCell, LSTM: LSTMCell };

function setUp(name: keyof typeof cells, seed: number) {
  const generator = new Generator(seed);
  const cell = new cells[name](2, 3, { generator }).to("float64");
  const out = new Linear(3, 1, { generator }).to("float64");
  const params = [...cell.parameters(), ...out.parameters()];
  const step = (x: Tensor, state: never): [Tensor, never] => {
    const [h, next] = (cell as unknown as Cell).step(x, state);
    return [out.forward(h).sub(1).square().mean(), next as never];
  };
  const takeGrads = (): Tensor[] =>
    params.map((p) => {
      const grad = p.grad ?? p.detach().mul(0);
      p.zeroGrad();
      return grad;
    });
  const update = (grads: Tensor[]): void =>
    params.forEach((p, i) =>
      p.mutate("test", (data) => data.forEach((v, j) => (data[j] = v - 0.1 * grads[i].data[j]))),
    );
  return { state: cell.initialState(2) as never, step, takeGrads, update, params };
}

const shapes = record({
  name: constantFrom("RNN", "GRU", "LSTM" as const),
  steps: integer({ min: 0, max: 12 }),
  k1: integer({ min: 1, max: 5 }),
  k2: integer({ min: 1, max: 7 }),
  lossWindow: constantFrom<LossWindow>("new", "last"),
  seed: integer({ min: 0, max: 99 }),
});

describe("truncatedBPTT", () => {
  test("gives the gradients of the definition: the state k2 back a constant, recomputed from there", () => {
    assert(
      property(shapes, ({ name, steps, k1, k2, lossWindow, seed }) => {
        const { state, step, takeGrads } = setUp(name, seed);
        const xs = randomTensor([steps, 2, 2], seed);
        const slices = unstack(xs);
        const before = [state];
        for (const x of slices) before.push(detachState(step(x, before[before.length - 1])[1]) as never);
        const run = truncatedBPTT({ step, state, inputs: xs, k1, k2, lossWindow });
        const seen: number[] = [];
        for (const window of run) {
          const { t, start } = window;
          seen.push(t);
          expect(start).toBe(Math.max(0, t - k2));
          expect([window.losses.length, window.states.length]).toEqual([k1, t - start]);
          window.backward();
          const truncated = takeGrads();
          let carried = before[start];
          const terms: Tensor[] = [];
          for (let u = start + 1; u <= t; u++) {
            const [loss, next] = step(slices[u - 1], carried);
            carried = next;
            if (lossWindow === "last" ? u === t : u > t - Math.min(k1, k2)) terms.push(loss);
          }
          const sum = terms.reduce((a, b) => a.add(b));
          assertClose(window.loss, sum, 1e-12);
          sum.backward();
          takeGrads().forEach((grad, i) => assertClose(truncated[i], grad, 1e-10));
        }
        expect(seen).toEqual(Array.from({ length: Math.floor(steps / k1) }, (_, i) => (i + 1) * k1));
        assertClose(firstLeaf(run.state), firstLeaf(before[steps]));
      }),
      { numRuns: 60 },
    );
  });

  test("with k2 as long as the sequence is full backpropagation through time", () => {
    const { state, step, takeGrads } = setUp("LSTM", 5);
    const xs = randomTensor([8, 2, 2], 3);
    const total = takeGrads();
    for (const window of truncatedBPTT({ step, state, inputs: xs, k1: 2, k2: 100 })) {
      window.backward();
      takeGrads().forEach((grad, i) => (total[i] = total[i].add(grad)));
    }
    let carried = state;
    const losses = unstack(xs).map((x) => {
      const [loss, next] = step(x, carried);
      carried = next;
      return loss;
    });
    losses.reduce((a, b) => a.add(b)).backward();
    takeGrads().forEach((grad, i) => assertClose(total[i], grad));
  });

  test("goes on from the state it left: one run is two", () => {
    const whole = setUp("GRU", 1);
    const halves = setUp("GRU", 1);
    const xs = unstack(randomTensor([8, 2, 2], 3));
    const train = ({ step, takeGrads, update }: typeof whole, state: never, inputs: Tensor[]): never => {
      const run = truncatedBPTT({ step, state, inputs, k1: 2, k2: 2 });
      for (const window of run) {
        window.backward();
        update(takeGrads());
      }
      return run.state;
    };
    train(whole, whole.state, xs);
    train(halves, train(halves, halves.state, xs.slice(0, 4)), xs.slice(4));
    whole.params.forEach((p, i) => expect([...p.data]).toEqual([...halves.params[i].data]));
  });
});

describe("overlapping windows", () => {
  const inputs = (steps: number): Tensor[] => unstack(randomTensor([steps, 2, 2], 3));

  test("may be updated in between: the newest activations with the current weights", () => {
    const { state, step, takeGrads, update } = setUp("RNN", 2);
    const losses: number[] = [];
    for (const window of truncatedBPTT({ step, state, inputs: inputs(40), k1: 1, k2: 6 })) {
      window.backward();
      update(takeGrads());
      losses.push(window.loss.item());
    }
    expect(losses[losses.length - 1]).toBeLessThan(losses[0] / 2);
  });

  test("never hold more of the tape than k2 steps", () => {
    const sizes = (k1: number, k2: number, steps: number): number[] => {
      const { state, step } = setUp("LSTM", 2);
      const counts: number[] = [];
      for (const window of truncatedBPTT({ step, state, inputs: inputs(steps), k1, k2 })) {
        window.backward();
        counts.push(tape(window.loss).length);
      }
      return counts;
    };
    const counts = sizes(2, 6, 40);
    expect(Math.max(...counts)).toBe(counts[3]);
    expect(new Set(counts.slice(3)).size).toBe(1);
    expect(counts[2]).toBeGreaterThan(counts[0]);
  });

  test("show their truncation as gradient flow", () => {
    const { state, step, takeGrads, update } = setUp("LSTM", 2);
    for (const window of truncatedBPTT({
      step,
      state,
      inputs: inputs(9),
      k1: 3,
      k2: 5,
      lossWindow: "last",
    })) {
      const { norms } = gradientFlow(window.loss, window.states, { updatedLeaves: true });
      expect(norms.h).toHaveLength(window.t - window.start);
      expect(norms.h.every((norm) => norm > 0)).toBe(true);
      window.backward();
      update(takeGrads());
    }
  });

  test("must be walked in turn and once", () => {
    const { state, step } = setUp("GRU", 2);
    const windows: Window<never>[] = [];
    for (const window of truncatedBPTT({ step, state, inputs: inputs(4), k1: 1, k2: 2 })) {
      windows.push(window);
      if (window.t === 3) window.backward();
    }
    expect(() => windows[0].backward()).toThrow(/the window at t = 1 is over/);
    expect(() => windows[2].backward()).toThrow(/already called/);
  });
});

test("without overlap an updated parameter is still refused", () => {
  const { state, step, takeGrads, update } = setUp("GRU", 2);
  const [first, second] = truncatedBPTT({
    step,
    state,
    inputs: unstack(randomTensor([4, 2, 2], 3)),
    k1: 2,
    k2: 2,
  });
  first.backward();
  update(takeGrads());
  expect(() => second.backward()).toThrow(/written in place by test/);
});

test("a learned initial state gets its gradient, from windows that reach it, and is never severed", () => {
  const { step, params } = setUp("RNN", 2);
  const start = randomTensor([2, 3], 4, true);
  const reached: boolean[] = [];
  for (const window of truncatedBPTT({
    step,
    state: start as never,
    inputs: unstack(randomTensor([5, 2, 2], 3)),
    k1: 1,
    k2: 3,
  })) {
    start.zeroGrad();
    window.backward();
    reached.push(start.grad !== null);
  }
  expect(reached).toEqual([true, true, true, false, false]);
  expect([start.requiresGrad, params[0].requiresGrad]).toEqual([true, true]);
});

test("steps no update reaches are not recorded", () => {
  const { state, step } = setUp("RNN", 2);
  const [window] = truncatedBPTT({ step, state, inputs: unstack(randomTensor([5, 2, 2], 3)), k1: 5, k2: 2 });
  expect(window.losses.map((loss) => loss.requiresGrad)).toEqual([false, false, false, true, true]);
});

test("bad options and steps are refused", () => {
  const { state, step } = setUp("RNN", 2);
  const inputs = unstack(randomTensor([2, 2, 2], 3));
  const run = (changes: object): unknown => [
    ...truncatedBPTT({ step, state, inputs, k1: 1, k2: 1, ...changes }),
  ];
  expect(() => run({ k1: 0 })).toThrow(/truncatedBPTT: k1/);
  expect(() => run({ k2: 1.5 })).toThrow(ArgumentError);
  expect(() => run({ lossWindow: "all" })).toThrow(/lossWindow/);
  expect(() => run({ inputs: 5 })).toThrow(/inputs must be iterable/);
  expect(() => run({ step: 5 })).toThrow(/step must be a function/);
  expect(() => run({ step: (x: Tensor) => x })).toThrow(/must return \[loss, state\]/);
  expect(() => run({ step: (x: Tensor) => [x, state] })).toThrow(ShapeError);
  const [window] = truncatedBPTT({
    step: (x: Tensor) => [x.sum(), x],
    state: inputs[0],
    inputs,
    k1: 1,
    k2: 1,
  });
  expect(() => window.backward()).toThrow(GraphError);
});

function firstLeaf(state: unknown): Tensor {
  return (state as { h?: Tensor }).h ?? (state as Tensor);
}
