// What the course and the README say of gradients beside the numbers their own programs print, over several seeds.
import { readFileSync } from "node:fs";
import { Generator, manualSeed, oneHot, randn, tensor, type Tensor } from "@rewind/autograd";
import { Linear, crossEntropy } from "@rewind/nn";
import { Adam } from "@rewind/optim";
import {
  GRUCell,
  LSTMCell,
  RNNCell,
  detachState,
  gradientFlow,
  unroll,
  type Cell,
  type StateTree,
} from "@rewind/rnn";
import { describe, expect, test } from "vitest";

const seeds = [1, 2, 3, 4, 5];

/** The share of the last step's gradient that reaches the first of `steps` states, at the tensor of that name. */
function share(cell: Cell, name: string, steps: number): number {
  const { outputs, states } = unroll(cell as Cell<Tensor>, randn([steps, 4, 3]), { keepStates: true });
  const loss = outputs
    .select(0, steps - 1)
    .square()
    .sum();
  const norms: Record<string, Float64Array> = gradientFlow(loss, states!).norms;
  return norms[name][0] / norms[name][steps - 1];
}

describe("gates", () => {
  test.each(seeds)(
    "an open forget gate keeps the gradient over 50 steps, gates as they are made do not: seed %i",
    (seed) => {
      manualSeed(seed);
      expect(share(new RNNCell(3, 24), "state", 51)).toBeLessThan(1e-9);
      expect(share(new GRUCell(3, 24) as unknown as Cell, "state", 51)).toBeLessThan(1e-6);
      expect(share(new LSTMCell(3, 24) as unknown as Cell, "c", 51)).toBeLessThan(1e-6);
      expect(share(new LSTMCell(3, 24, { forgetBias: 2 }) as unknown as Cell, "c", 51)).toBeGreaterThan(0.01);
    },
  );
});

describe("truncation", () => {
  const T = 32;

  /** How much of the full gradient's direction the last k2 steps have. */
  function cosine(make: () => Cell & { weight_hh: Tensor }, seed: number, k2: number): number {
    const gradient = (reach: number): Tensor => {
      manualSeed(seed);
      const chance = new Generator(seed);
      const cell = make();
      const head = new Linear(32, 8);
      const ids = (): number[] => Array.from({ length: 4 }, () => Math.floor(8 * chance.uniform()));
      let state: StateTree = cell.initialState(4);
      let output: Tensor = tensor(0);
      for (let t = 0; t < T; t++) {
        if (t === T - reach) state = detachState(state);
        [output, state] = cell.step(oneHot(ids(), 8), state);
      }
      crossEntropy(head.forward(output), ids()).backward();
      return cell.weight_hh.grad as Tensor;
    };
    const [cut, full] = [gradient(k2), gradient(T)];
    return cut.mul(full).sum().item() / (cut.norm().item() * full.norm().item());
  }

  test.each(seeds)("a net that remembers needs a longer k2 than one that forgets: seed %i", (seed) => {
    const forgets = (): Cell & { weight_hh: Tensor } => new RNNCell(8, 32);
    const remembers = (): Cell & { weight_hh: Tensor } =>
      new LSTMCell(8, 32, { forgetBias: 3 }) as unknown as Cell & { weight_hh: Tensor };
    expect(cosine(forgets, seed, 8)).toBeGreaterThan(0.99);
    expect(cosine(remembers, seed, 8)).toBeLessThan(0.97);
  });
});

test("Adam: a clipping norm that is met at every update changes next to nothing", () => {
  const run = (factor: number): number[] => {
    const chance = new Generator(1);
    const w = tensor([1, -2, 3], { requiresGrad: true });
    const adam = new Adam([w], { lr: 0.1 });
    for (let update = 0; update < 50; update++) {
      w.grad = tensor(Array.from({ length: 3 }, () => factor * chance.normal()));
      adam.step();
    }
    return Array.from(w.data);
  };
  const whole = run(1);
  run(0.01).forEach((value, i) => expect(value).toBeCloseTo(whole[i], 4));
});

test("the README's picture: thirteen powers of ten in a simple RNN, one in an LSTM whose forget gate is open", () => {
  // The axis spans fifteen powers of ten, from 64 to 330.
  const powers = (y: number): number => (15 * (y - 64)) / (330 - 64);
  const svg = readFileSync(new URL("../public/gradient-flow.svg", import.meta.url), "utf8");
  const starts = [...svg.matchAll(/points="[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
  const [lstm, gru, rnn] = starts.map(powers);
  expect(Math.round(lstm)).toBe(1);
  expect(Math.round(rnn)).toBe(13);
  expect(gru).toBeGreaterThan(6);
});
