import { Generator, ShapeError, gradcheck, randn, tensor, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";

const generator = (): Generator => new Generator(5);
const sizes = fc.integer({ min: 1, max: 5 });

describe("Linear", () => {
  test("is x weightᵀ + bias for any leading axes", () => {
    fc.assert(
      fc.property(sizes, sizes, fc.array(sizes, { maxLength: 2 }), (inputs, outputs, lead) => {
        const layer = new nn.Linear(inputs, outputs, { generator: generator() });
        const x = randn([...lead, inputs], { generator: generator() });
        const y = layer.forward(x);
        expect(y.shape).toEqual([...lead, outputs]);
        for (let row = 0; row < x.size / inputs; row++) {
          for (let o = 0; o < outputs; o++) {
            let expected = layer.bias!.data[o];
            for (let i = 0; i < inputs; i++)
              expected += x.data[row * inputs + i] * layer.weight.data[o * inputs + i];
            expect(y.data[row * outputs + o]).toBeCloseTo(expected, 4);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test("starts uniform within ±1/√in, the same for the same seed", () => {
    const layer = new nn.Linear(100, 200, { generator: generator() });
    const weights = Array.from(layer.weight.data);
    expect(Math.max(...weights)).toBeLessThanOrEqual(0.1);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(-0.1);
    expect(weights.reduce((a, b) => a + b * b, 0) / weights.length).toBeCloseTo(0.01 / 3, 4);
    expect(new nn.Linear(100, 200, { generator: generator() }).stateDict()).toEqual(layer.stateDict());
  });

  test("refuses bad sizes, options and inputs", () => {
    for (const bad of [0, -1, 1.5, NaN]) expect(() => new nn.Linear(bad, 1)).toThrow(/^Linear: inFeatures/);
    expect(() => new nn.Linear(1, 1, { bais: true } as never)).toThrow(/^Linear: unknown option/);
    expect(() => new nn.Linear(2, 1).forward([1, 2, 3])).toThrow(ShapeError);
  });
});

describe("Embedding", () => {
  test("looks rows up; the padding row starts at zero and gets no gradient", () => {
    const layer = new nn.Embedding(4, 3, { paddingIdx: -1, generator: generator() });
    const out = layer.forward([
      [1, 3],
      [0, 1],
    ]);
    expect(out.shape).toEqual([2, 2, 3]);
    expect([...out.data.subarray(0, 3)]).toEqual([...layer.weight.data.subarray(3, 6)]);
    expect([...out.data.subarray(3, 6)]).toEqual([0, 0, 0]);
    expect(layer.forward(Int32Array.of(1, 3, 0, 1), { shape: [2, 2] }).toArray()).toEqual(out.toArray());
    out.sum().backward();
    expect(layer.weight.grad!.toArray()).toEqual([[1, 1, 1], [2, 2, 2], [0, 0, 0], [0, 0, 0]]); // prettier-ignore
  });

  test("takes a given table, and refuses bad ones", () => {
    const table = [[1, 2], [3, 4]]; // prettier-ignore
    expect(new nn.Embedding(2, 2, { weight: table, paddingIdx: 0 }).weight.toArray()).toEqual(table);
    expect(() => new nn.Embedding(3, 2, { weight: table })).toThrow(ShapeError);
    expect(() => new nn.Embedding(3, 2, { paddingIdx: 3 })).toThrow(/^Embedding: paddingIdx/);
  });
});

describe("Dropout", () => {
  test("keeps about 1 - p of the elements, divided by 1 - p, and the same ones backwards", () => {
    fc.assert(
      fc.property(fc.constantFrom(0.1, 0.5, 0.9), fc.integer(), (p, seed) => {
        const layer = new nn.Dropout(p, { generator: new Generator(seed) });
        const x = tensor(new Float32Array(4000).fill(1), { requiresGrad: true });
        const y = layer.forward(x);
        const kept = y.data.filter((value) => value !== 0);
        expect(Math.abs(kept.length / 4000 - (1 - p))).toBeLessThan(0.05);
        for (const value of kept) expect(value).toBeCloseTo(1 / (1 - p), 4);
        y.sum().backward();
        expect(x.grad!.data).toEqual(y.data);
      }),
      { numRuns: 20 },
    );
  });

  test("passes everything in evaluation; drops everything at p = 1", () => {
    const x = tensor([1, 2]);
    expect(new nn.Dropout(0.9).eval().forward(x)).toBe(x);
    expect(new nn.Dropout(1).forward(x).toArray()).toEqual([0, 0]);
    expect(() => new nn.Dropout(-0.1)).toThrow(/^Dropout: p/);
  });
});

describe("LayerNorm", () => {
  test("gives mean 0 and variance 1 over the normalised axes, whatever scale and shift came before", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (shift, scale) => {
          const x = randn([3, 4, 5], { dtype: "float64", generator: generator() }).mul(scale).add(shift);
          const y = new nn.LayerNorm([4, 5], { eps: 0 }).to("float64").forward(x);
          for (let row = 0; row < 3; row++) {
            const values = Array.from(y.data.subarray(row * 20, row * 20 + 20));
            expect(values.reduce((a, b) => a + b, 0) / 20).toBeCloseTo(0, 8);
            expect(values.reduce((a, b) => a + b * b, 0) / 20).toBeCloseTo(1, 8);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test("has weight and bias as asked for", () => {
    const names = (layer: nn.Module): string[] => Object.keys(layer.stateDict());
    expect(names(new nn.LayerNorm(3))).toEqual(["weight", "bias"]);
    expect(names(new nn.LayerNorm(3, { bias: false }))).toEqual(["weight"]);
    expect(names(new nn.LayerNorm(3, { elementwiseAffine: false }))).toEqual([]);
    expect(() => new nn.LayerNorm([])).toThrow(/^LayerNorm: /);
    expect(() => new nn.LayerNorm(3).forward(tensor([1, 2]))).toThrow(ShapeError);
  });
});

describe("containers", () => {
  test("Sequential applies its modules in order", () => {
    const net = new nn.Sequential(
      new nn.Linear(3, 4, { generator: generator() }),
      new nn.Tanh(),
      new nn.Flatten({ start: 0 }),
    );
    const x = randn([2, 3], { generator: generator() });
    const [first] = net;
    expect(net.forward(x).toArray()).toEqual(first.forward(x).tanh().reshape([-1]).toArray());
    expect(net.length).toBe(3);
    const y = tensor([1]);
    expect(new nn.Sequential().forward(y)).toBe(y);
    expect(() => new nn.Sequential({} as never)).toThrow(/^Sequential: /);
    class Recurrent extends nn.Module {
      forward(x: Tensor): { outputs: Tensor; state: Tensor } {
        return { outputs: x, state: x };
      }
    }
    expect(() => new nn.Sequential(new Recurrent() as never, new nn.Tanh()).forward(y)).toThrow(
      /^Sequential: layer 0 \(Recurrent\) returned { outputs, state }, not a Tensor/,
    );
  });

  test("ModuleList and ModuleDict hold modules and compute nothing", () => {
    const list = new nn.ModuleList([new nn.Tanh()]).push(new nn.Tanh());
    expect([list.length, [...list].length, list.at(-1) instanceof nn.Tanh]).toEqual([2, 2, true]);
    const dict = new nn.ModuleDict({ a: new nn.Linear(1, 1) });
    expect([dict.size, dict.has("a"), [...dict.keys()], dict.get("b")]).toEqual([1, true, ["a"], undefined]);
    expect(() => list.forward()).toThrow(/^ModuleList: /);
    expect(() => dict.forward()).toThrow(/^ModuleDict: /);
    expect(() => dict.set("a.b", new nn.Linear(1, 1))).toThrow(/^ModuleDict: /);
    expect(() => list.push(1 as never)).toThrow(/^ModuleList: /);
    for (const bad of [null, 3, {}])
      expect(() => new nn.ModuleList(bad as never)).toThrow(/^ModuleList: expected a list/);
    for (const bad of [null, 3])
      expect(() => new nn.ModuleDict(bad as never)).toThrow(/^ModuleDict: expected/);
    expect(() => list.apply(null as never)).toThrow(/^apply: /);
  });
});

test("activations are their functions, options included, and differentiate", () => {
  const x = randn([3, 4], { generator: generator() });
  const pairs: [nn.Module & { forward(x: Tensor): Tensor }, Tensor][] = [
    [new nn.Tanh(), x.tanh()],
    [new nn.ReLU(), x.relu()],
    [new nn.Sigmoid(), x.sigmoid()],
    [new nn.SiLU(), x.silu()],
    [new nn.GELU({ approximate: "tanh" }), x.gelu({ approximate: "tanh" })],
    [new nn.LeakyReLU({ negativeSlope: 0.3 }), x.leakyRelu({ negativeSlope: 0.3 })],
    [new nn.ELU({ alpha: 2 }), x.elu({ alpha: 2 })],
    [new nn.Softplus({ beta: 2 }), x.softplus({ beta: 2 })],
    [new nn.Softmax({ axis: 0 }), x.softmax({ axis: 0 })],
    [new nn.LogSoftmax(), x.logSoftmax()],
    [new nn.Identity(), x],
    [new nn.Flatten(), x],
  ];
  for (const [module, expected] of pairs) {
    expect(module.forward(x).toArray()).toEqual(expected.toArray());
    expect(gradcheck((input) => module.forward(input), [x]).ok).toBe(true);
  }
});
