import { ArgumentError, Generator, matmul, type Tensor } from "@rewind/autograd";
import { assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  EchoStateCell,
  GRU,
  GRUCell,
  IndRNNCell,
  JordanCell,
  LSTM,
  LSTMCell,
  LayerNormLSTMCell,
  MinGRUCell,
  MinLSTMCell,
  PeepholeLSTMCell,
  RNN,
  RNNCell,
  URLSTMCell,
  unroll,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const generator = (): Generator => new Generator(5);
const rows = (t: Tensor, from: number, to: number): number[] => [...t.slice([[from, to]]).data];

describe("recurrentInit", () => {
  const make = { RNNCell, GRUCell, LSTMCell, PeepholeLSTMCell, LayerNormLSTMCell, URLSTMCell };
  const gates = {
    RNNCell: 1,
    GRUCell: 3,
    LSTMCell: 4,
    PeepholeLSTMCell: 4,
    LayerNormLSTMCell: 4,
    URLSTMCell: 4,
  };

  test.each(Object.keys(make) as (keyof typeof make)[])("%s: one matrix per gate", (name) => {
    for (const recurrentInit of ["orthogonal", "identity"] as const) {
      const cell = new make[name](2, 5, { recurrentInit, generator: generator() });
      for (let gate = 0; gate < gates[name]; gate++) {
        const block = cell.weight_hh.slice([[5 * gate, 5 * gate + 5]]);
        const product = matmul(block, block, { transposeB: true });
        for (let i = 0; i < 25; i++) expect(product.data[i]).toBeCloseTo(i % 6 === 0 ? 1 : 0, 5);
        expect(block.data.every((value) => value === 0 || value === 1)).toBe(recurrentInit === "identity");
      }
    }
  });

  test("an identity with relu keeps what it is given (Le, Jaitly and Hinton 2015)", () => {
    const cell = new RNNCell(1, 3, { nonlinearity: "relu", recurrentInit: "identity", bias: false });
    const state = randomTensor([2, 3], 1).abs().to("float32");
    const { state: last } = unroll(cell, randomTensor([9, 2, 1], 2).mul(0).to("float32"), { state });
    assertClose(last, state, 0);
  });

  test("is not fooled by rectangular weights", () => {
    const { weight_oh } = new JordanCell(2, 4, 3, { recurrentInit: "orthogonal" });
    const product = matmul(weight_oh, weight_oh, { transposeA: true });
    for (let i = 0; i < 9; i++) expect(product.data[i]).toBeCloseTo(i % 4 === 0 ? 1 : 0, 5);
  });

  test.each([["RNN", RNN, 1], ["GRU", GRU, 3], ["LSTM", LSTM, 4]] as const)("%s: in every layer and direction", (_name, Layer, gateCount) => {
    const options = { numLayers: 2, bidirectional: true, recurrentInit: "orthogonal", generator: generator() } as const;
    const layer = new Layer(2, 5, options);
    for (const place of ["l0", "l0_reverse", "l1", "l1_reverse"] as const) {
      for (let gate = 0; gate < gateCount; gate++) {
        const block = layer[`weight_hh_${place}`].slice([[5 * gate, 5 * gate + 5]]);
        const product = matmul(block, block, { transposeB: true });
        for (let i = 0; i < 25; i++) expect(product.data[i]).toBeCloseTo(i % 6 === 0 ? 1 : 0, 5);
      }
    }
  }); // prettier-ignore

  test("a layer starts as the cell of the same seed does, whatever the option", () => {
    for (const recurrentInit of ["uniform", "orthogonal", "identity"] as const) {
      const layer = new LSTM(2, 3, { recurrentInit, forgetBias: 1, generator: generator() });
      const cell = new LSTMCell(2, 3, { recurrentInit, forgetBias: 1, generator: generator() });
      for (const [name, parameter] of cell.namedParameters())
        expect(layer.stateDict()[`${name}_l0`].toArray()).toEqual(parameter.toArray());
    }
  });

  test("another word is refused", () => {
    expect(() => new LSTM(2, 3, { recurrentInit: "eye" as never })).toThrow(/^LSTM: recurrentInit/);
    expect(() => new RNNCell(2, 3, { recurrentInit: "eye" as never })).toThrow(/^RNNCell: recurrentInit/);
  });
});

describe("forgetBias", () => {
  test.each([
    ["LSTMCell", (forgetBias: number) => new LSTMCell(2, 3, { forgetBias })],
    ["PeepholeLSTMCell", (forgetBias: number) => new PeepholeLSTMCell(2, 3, { forgetBias })],
  ] as const)("%s: the two biases of the forget gate add up to it, the others stay random", (_name, make) => {
    const { bias_ih, bias_hh } = make(1.5);
    expect(rows(bias_ih!.add(bias_hh!), 3, 6)).toEqual([1.5, 1.5, 1.5]);
    const others = [...rows(bias_ih!, 0, 3), ...rows(bias_ih!, 6, 12)];
    expect(others.every((value) => Math.abs(value) <= 1 / Math.sqrt(3) && value !== 0)).toBe(true);
  });

  test("LSTM: in every layer and direction", () => {
    const lstm = new LSTM(2, 3, { numLayers: 2, bidirectional: true, forgetBias: 1.5 });
    for (const place of ["l0", "l0_reverse", "l1", "l1_reverse"] as const)
      expect(rows(lstm[`bias_ih_${place}`].add(lstm[`bias_hh_${place}`]), 3, 6)).toEqual([1.5, 1.5, 1.5]);
  });

  test("LayerNormLSTMCell and MinLSTMCell have it where their forget gate is", () => {
    const { layernorm_i, layernorm_h } = new LayerNormLSTMCell(2, 2, { forgetBias: 2 });
    expect([...layernorm_i.bias!.data]).toEqual([0, 0, 2, 2, 0, 0, 0, 0]);
    expect([...layernorm_h.bias!.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(rows(new MinLSTMCell(2, 2, { forgetBias: 2 }).bias_ih!, 2, 4)).toEqual([2, 2]);
  });

  test("needs a bias, and a finite number", () => {
    expect(() => new LSTMCell(2, 3, { bias: false, forgetBias: 1 })).toThrow(/^LSTMCell: forgetBias 1 needs/);
    expect(() => new LSTM(2, 3, { bias: false, forgetBias: 1 })).toThrow(/^LSTM: forgetBias 1 needs/);
    expect(() => new LSTMCell(2, 3, { forgetBias: NaN })).toThrow(ArgumentError);
  });
});

test("URLSTMCell: gates start spread over [1/H, 1 - 1/H], the refine gate at their opposite", () => {
  const size = 400;
  const { bias_ih, bias_hh } = new URLSTMCell(1, size, { generator: generator() });
  const gates = rows(bias_ih!.sigmoid(), 0, size).sort((a, b) => a - b);
  expect(gates[0]).toBeGreaterThanOrEqual(1 / size - 1e-6);
  expect(gates[size - 1]).toBeLessThanOrEqual(1 - 1 / size + 1e-6);
  gates.forEach((gate, i) => expect(Math.abs(gate - i / size)).toBeLessThan(0.1));
  expect(rows(bias_ih!, size, 2 * size)).toEqual(rows(bias_ih!, 0, size).map((value) => -value));
  expect(rows(bias_hh!, 0, 2 * size).every((value) => value === 0)).toBe(true);
});

test("IndRNNCell recurs by factors from [0, 1), the min cells start like a Linear", () => {
  const { weight_hh } = new IndRNNCell(2, 200, { generator: generator() });
  expect(weight_hh.data.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(Math.max(...weight_hh.data)).toBeGreaterThan(0.9);
  for (const { weight_ih } of [new MinGRUCell(4, 50), new MinLSTMCell(4, 50)]) {
    const largest = Math.max(...weight_ih.data.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(0.5);
    expect(largest).toBeGreaterThan(0.45);
  }
});

describe("EchoStateCell", () => {
  test("its reservoir has the radius asked for: powers grow as its powers", () => {
    const radii = constantFrom(0.5, 0.9, 1.3);
    assert(
      property(integer({ min: 1, max: 12 }), radii, integer(), (size, radius, seed) => {
        const options = { spectralRadius: radius, generator: new Generator(seed) };
        const { weight_hh } = new EchoStateCell(1, size, options);
        let power = weight_hh.to("float64");
        let logarithm = 0;
        const squarings = 12;
        for (let m = 0; m < squarings; m++) {
          const length = power.norm().item();
          power = power.div(length);
          power = power.matmul(power);
          logarithm += Math.log(length) / 2 ** m;
        }
        logarithm += Math.log(power.norm().item()) / 2 ** squarings;
        expect(Math.abs(Math.exp(logarithm) / radius - 1)).toBeLessThan(0.01);
      }),
      { numRuns: 40 },
    );
  });

  test("of two units, as the quadratic formula has it, real eigenvalues or complex", () => {
    const kinds = new Set<boolean>();
    for (let seed = 1; seed <= 20; seed++) {
      const { weight_hh } = new EchoStateCell(1, 2, { spectralRadius: 1, generator: new Generator(seed) });
      const [a, b, c, d] = weight_hh.data;
      const [half, determinant] = [(a + d) / 2, a * d - b * c];
      const discriminant = half ** 2 - determinant;
      kinds.add(discriminant < 0);
      const radius = discriminant < 0 ? Math.sqrt(determinant) : Math.abs(half) + Math.sqrt(discriminant);
      expect(radius).toBeCloseTo(1, 4);
    }
    expect(kinds.size).toBe(2);
  });

  test("sparsity leaves that share of the weights out; nothing of it is trained, all of it is saved", () => {
    const cell = new EchoStateCell(3, 100, { sparsity: 0.9, generator: generator() });
    const zero = cell.weight_hh.data.filter((value) => value === 0).length;
    expect(Math.abs(zero / 10_000 - 0.9)).toBeLessThan(0.02);
    expect(cell.parameters()).toEqual([]);
    expect(Object.keys(cell.stateDict())).toEqual(["weight_ih", "weight_hh", "bias_ih"]);
    expect(cell.to("float64").weight_hh.dtype).toBe("float64");
  });

  test("a reservoir in which nothing recurs is refused", () => {
    expect(() => new EchoStateCell(1, 1, { sparsity: 0.999, generator: generator() })).toThrow(
      /EchoStateCell: with sparsity 0.999, no loop is left/,
    );
  });
});
