import { Generator, Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { assert, integer, property, record } from "fast-check";
import { describe, test } from "vitest";
import {
  EchoStateCell,
  ElmanCell,
  GRUCell,
  IndRNNCell,
  JordanCell,
  LayerNormLSTMCell,
  MinGRUCell,
  MinLSTMCell,
  PeepholeLSTMCell,
  URLSTMCell,
  flattenState,
  mapState,
  type Cell,
  type StateTree,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

// The formulas of the papers, one sequence and one number at a time.
type Vector = readonly number[];
const σ = (a: number): number => 1 / (1 + Math.exp(-a));
const tanh = Math.tanh;
const each = (size: number, fn: (unit: number) => number): Vector =>
  Array.from({ length: size }, (_, i) => fn(i));
const plus = (...vectors: Vector[]): Vector =>
  vectors[0].map((_, i) => vectors.reduce((sum, v) => sum + v[i], 0));
const norm = (v: Vector, scale: Vector, shift: Vector, eps: number): Vector => {
  const mean = v.reduce((a, b) => a + b, 0) / v.length;
  const variance = v.reduce((sum, value) => sum + (value - mean) ** 2, 0) / v.length;
  return v.map((value, i) => ((value - mean) / Math.sqrt(variance + eps)) * scale[i] + shift[i]);
};

/** A module's tensors as numbers, by name. */
class Weights {
  readonly #state: Record<string, Tensor>;
  constructor(module: Module) {
    this.#state = module.stateDict();
  }
  vector(name: string): Vector {
    return [...this.#state[name].data];
  }
  times(name: string, v: Vector): Vector {
    const { data } = this.#state[name];
    return each(data.length / v.length, (row) =>
      v.reduce((sum, value, i) => sum + data[row * v.length + i] * value, 0),
    );
  }
  /** The sums of the gates, stacked. */
  gates(x: Vector, h: Vector): (gate: number, unit: number) => number {
    const sums = plus(
      this.times("weight_ih", x),
      this.vector("bias_ih"),
      this.times("weight_hh", h),
      this.vector("bias_hh"),
    );
    return (gate, unit) => sums[gate * h.length + unit];
  }
}

interface Case {
  make(inputSize: number, hiddenSize: number, generator: Generator): Module & Cell;
  /** Output and next state, each tensor of it as a vector. */
  step(weights: Weights, x: Vector, ...state: Vector[]): Vector[];
}

const cases: Record<string, Case> = {
  "GRUCell, reset before": {
    make: (inputSize, hiddenSize, generator) =>
      new GRUCell(inputSize, hiddenSize, { resetAfter: false, generator }),
    step(w, x, h) {
      const size = h.length;
      const a = w.gates(x, h);
      const r = each(size, (i) => σ(a(0, i)));
      const inner = w.gates(
        x,
        h.map((value, i) => r[i] * value),
      );
      const next = each(size, (i) => (1 - σ(a(1, i))) * tanh(inner(2, i)) + σ(a(1, i)) * h[i]);
      return [next, next];
    },
  },
  LayerNormLSTMCell: {
    make: (inputSize, hiddenSize, generator) =>
      new LayerNormLSTMCell(inputSize, hiddenSize, { eps: 0.01, generator }),
    step(w, x, h, c) {
      const size = h.length;
      const of = (name: string, v: Vector): Vector =>
        norm(v, w.vector(`layernorm_${name}.weight`), w.vector(`layernorm_${name}.bias`), 0.01);
      const a = plus(of("i", w.times("weight_ih", x)), of("h", w.times("weight_hh", h)));
      const cell = each(size, (i) => σ(a[size + i]) * c[i] + σ(a[i]) * tanh(a[2 * size + i]));
      const normed = of("c", cell);
      const hidden = each(size, (i) => σ(a[3 * size + i]) * tanh(normed[i]));
      return [hidden, hidden, cell];
    },
  },
  PeepholeLSTMCell: {
    make: (inputSize, hiddenSize, generator) => new PeepholeLSTMCell(inputSize, hiddenSize, { generator }),
    step(w, x, h, c) {
      const a = w.gates(x, h);
      const [ci, cf, co] = ["weight_ci", "weight_cf", "weight_co"].map((name) => w.vector(name));
      const cell = each(
        h.length,
        (i) => σ(a(1, i) + cf[i] * c[i]) * c[i] + σ(a(0, i) + ci[i] * c[i]) * tanh(a(2, i)),
      );
      const hidden = each(h.length, (i) => σ(a(3, i) + co[i] * cell[i]) * tanh(cell[i]));
      return [hidden, hidden, cell];
    },
  },
  IndRNNCell: {
    make: (inputSize, hiddenSize, generator) => new IndRNNCell(inputSize, hiddenSize, { generator }),
    step(w, x, h) {
      const u = w.vector("weight_hh");
      const sum = plus(
        w.times("weight_ih", x),
        w.vector("bias_ih"),
        each(h.length, (i) => u[i] * h[i]),
      );
      const next = sum.map((value) => Math.max(0, value));
      return [next, next];
    },
  },
  MinGRUCell: {
    make: (inputSize, hiddenSize, generator) => new MinGRUCell(inputSize, hiddenSize, { generator }),
    step(w, x, h) {
      const a = plus(w.times("weight_ih", x), w.vector("bias_ih"));
      const next = each(h.length, (i) => (1 - σ(a[i])) * h[i] + σ(a[i]) * a[h.length + i]);
      return [next, next];
    },
  },
  MinLSTMCell: {
    make: (inputSize, hiddenSize, generator) => new MinLSTMCell(inputSize, hiddenSize, { generator }),
    step(w, x, h) {
      const a = plus(w.times("weight_ih", x), w.vector("bias_ih"));
      const next = each(h.length, (unit) => {
        const [i, f] = [σ(a[unit]), σ(a[h.length + unit])];
        return (f / (f + i)) * h[unit] + (i / (f + i)) * a[2 * h.length + unit];
      });
      return [next, next];
    },
  },
  URLSTMCell: {
    make: (inputSize, hiddenSize, generator) => new URLSTMCell(inputSize, hiddenSize, { generator }),
    step(w, x, h, c) {
      const a = w.gates(x, h);
      const cell = each(h.length, (i) => {
        const [f, r] = [σ(a(0, i)), σ(a(1, i))];
        const g = r * (1 - (1 - f) ** 2) + (1 - r) * f ** 2;
        return g * c[i] + (1 - g) * tanh(a(2, i));
      });
      const hidden = each(h.length, (i) => σ(a(3, i)) * tanh(cell[i]));
      return [hidden, hidden, cell];
    },
  },
  ElmanCell: {
    make: (inputSize, hiddenSize, generator) => new ElmanCell(inputSize, hiddenSize, 2, { generator }),
    step(w, x, h) {
      const next = plus(w.times("weight_ih", x), w.vector("bias_ih"), w.times("weight_hh", h)).map(tanh);
      return [plus(w.times("weight_ho", next), w.vector("bias_ho")), next];
    },
  },
  JordanCell: {
    make: (inputSize, hiddenSize, generator) =>
      new JordanCell(inputSize, hiddenSize, 2, { decay: 0.25, outputNonlinearity: "sigmoid", generator }),
    step(w, x, s) {
      const hidden = plus(w.times("weight_ih", x), w.vector("bias_ih"), w.times("weight_oh", s)).map(tanh);
      const y = plus(w.times("weight_ho", hidden), w.vector("bias_ho")).map(σ);
      return [y, each(2, (i) => 0.25 * s[i] + y[i])];
    },
  },
  EchoStateCell: {
    make: (inputSize, hiddenSize, generator) =>
      new EchoStateCell(inputSize, hiddenSize, { leak: 0.3, generator }),
    step(w, x, h) {
      const sum = plus(w.times("weight_ih", x), w.vector("bias_ih"), w.times("weight_hh", h));
      const next = each(h.length, (i) => 0.7 * h[i] + 0.3 * tanh(sum[i]));
      return [next, next];
    },
  },
};

describe.each(Object.entries(cases))("%s", (_name, { make, step }) => {
  test("computes the formula of its paper", () => {
    const sizes = record({
      batch: integer({ min: 1, max: 3 }),
      inputSize: integer({ min: 1, max: 4 }),
      hiddenSize: integer({ min: 1, max: 4 }),
      seed: integer({ min: 0, max: 1000 }),
    });
    assert(
      property(sizes, ({ batch, inputSize, hiddenSize, seed }) => {
        const cell = make(inputSize, hiddenSize, new Generator(seed)).to("float64");
        const x = randomTensor([batch, inputSize], seed);
        const state = mapState(cell.initialState(batch), ({ shape }) => randomTensor(shape, seed + 1));
        const [output, next] = cell.step(x, state);
        const results = [output, ...tensors(next)];
        const weights = new Weights(cell);
        const rows = each(batch, (row) => row).map((row) =>
          step(weights, rowOf(x, row), ...tensors(state).map((tensor) => rowOf(tensor, row))),
        );
        results.forEach((result, i) => {
          const expected = Float64Array.from(rows.flatMap((vectors) => vectors[i]));
          assertClose(result, new Tensor(expected, [batch, expected.length / batch]), 1e-12, `result ${i}`);
        });
      }),
      { numRuns: 30 },
    );
  });
});

function tensors(state: StateTree): Tensor[] {
  return flattenState(state).map(({ tensor }) => tensor);
}

function rowOf(tensor: Tensor, row: number): Vector {
  return [...tensor.select(0, row).data];
}
