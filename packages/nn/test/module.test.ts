import {
  ArgumentError,
  ShapeError,
  loadSafetensors,
  noGrad,
  ones,
  saveSafetensors,
  tensor,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Dropout,
  LayerNorm,
  Linear,
  Module,
  ModuleDict,
  ModuleList,
  Parameter,
  Sequential,
  Tanh,
} from "../src/index.ts";

class Net extends Module {
  scale = new Parameter([1, 2]);
  layers = [new Linear(2, 3), new Linear(3, 2, { bias: false })];
  tower = new Sequential(new Linear(2, 2), new Tanh(), new Dropout(0.1));
  byName = new ModuleDict({ left: new Linear(2, 1), right: new LayerNorm(2) });
  statistics = this.registerBuffer("running_mean", zeros([2]));
  extra: Parameter[] = [new Parameter([5]), new Parameter([6])];

  forward(x: Tensor): Tensor {
    return this.tower.forward(x);
  }
}

class Tied extends Module {
  first = new Linear(2, 2);
  second = new Linear(2, 2);

  constructor() {
    super();
    this.second.weight = this.first.weight;
  }

  forward(x: Tensor): Tensor {
    return this.second.forward(this.first.forward(x));
  }
}

const names = [
  "scale",
  "extra.0",
  "extra.1",
  "running_mean",
  "layers.0.weight",
  "layers.0.bias",
  "layers.1.weight",
  "tower.0.weight",
  "tower.0.bias",
  "byName.left.weight",
  "byName.left.bias",
  "byName.right.weight",
  "byName.right.bias",
];

const valuesOf = (module: Module): Record<string, number[]> =>
  Object.fromEntries(Object.entries(module.stateDict()).map(([name, t]) => [name, [...t.data]]));
/** A copy of the state with every element changed. */
const shifted = (module: Module, by: number): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(module.stateDict()).map(([name, t]) => [name, t.add(by)]));

describe("names", () => {
  test("own parameters, own buffers, then those below, in order of declaration", () => {
    expect(Object.keys(new Net().stateDict())).toEqual(names);
    expect(new Net().namedParameters().map(([name]) => name)).toEqual(
      names.filter((name) => name !== "running_mean"),
    );
    expect(new Net().namedBuffers().map(([name]) => name)).toEqual(["running_mean"]);
  });

  test("children and modules, each once", () => {
    const net = new Net();
    expect(net.namedChildren().map(([name]) => name)).toEqual(["layers.0", "layers.1", "tower", "byName"]);
    expect(net.modules()[0]).toBe(net);
    expect(net.modules().length).toBe(10);
    const shared = new Linear(1, 1);
    expect(new ModuleList([shared, shared]).children()).toEqual([shared]);
  });

  test("a module that contains itself is refused", () => {
    const list = new ModuleList<Module>();
    list.push(new Sequential()).push(list);
    expect(() => list.parameters()).toThrow(/ModuleList contains itself at "1"/);
  });
});

describe("state dict", () => {
  test("is live, without history, and shares shared parameters under every name", () => {
    const tied = new Tied();
    const state = tied.stateDict();
    expect(Object.keys(state)).toEqual(["first.weight", "first.bias", "second.weight", "second.bias"]);
    expect(state["first.weight"].data).toBe(state["second.weight"].data);
    expect(state["first.weight"].requiresGrad).toBe(false);
    tied.first.weight.mutate("test", (data) => data.fill(3));
    expect([...state["second.weight"].data]).toEqual([3, 3, 3, 3]);
  });

  test("round trips, whatever the values and the source's dtype", () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, min: -100, max: 100 }),
        fc.constantFrom("float32", "float64"),
        (by, dtype) => {
          const [from, to] = [new Net(), new Net()];
          const state = shifted(from, by);
          const converted = Object.fromEntries(
            Object.entries(state).map(([name, t]) => [name, t.to(dtype as "float32")]),
          );
          expect(to.loadStateDict(converted)).toEqual({ missing: [], unexpected: [] });
          const loaded = valuesOf(to);
          for (const name of names) expect(loaded[name]).toEqual([...state[name].data]);
          expect(to.parameters().every((p) => p.dtype === "float32")).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  /** A net and a state with any set of names dropped, mis-shaped and added. */
  const faults = fc
    .record({
      drop: fc.subarray(names),
      bend: fc.subarray(names),
      add: fc.uniqueArray(fc.constantFrom("a", "b.c", "toString", "layers.2.weight")),
    })
    .map(({ drop, bend, add }) => {
      const net = new Net();
      const dict = shifted(net, 1);
      for (const name of bend) dict[name] = zeros([7]);
      for (const name of drop) delete dict[name];
      for (const name of add) dict[name] = ones([1]);
      return { net, dict, drop, add, bent: bend.filter((name) => !drop.includes(name)) };
    });

  test("any missing, unexpected and mis-shaped names: one error that lists them all, nothing written", () => {
    fc.assert(
      fc.property(faults, ({ net, dict, drop, bent, add }) => {
        fc.pre(drop.length + bent.length + add.length > 0);
        const before = valuesOf(net);
        const load = (): unknown => net.loadStateDict(dict);
        expect(load).toThrow(drop.length + add.length === 0 ? ShapeError : ArgumentError);
        for (const name of [...drop, ...bent, ...add]) expect(load).toThrow(name);
        expect(valuesOf(net)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  test("not strict: a wrong shape still throws and writes nothing", () => {
    fc.assert(
      fc.property(faults, ({ net, dict, bent }) => {
        fc.pre(bent.length > 0);
        const before = valuesOf(net);
        expect(() => net.loadStateDict(dict, { strict: false })).toThrow(ShapeError);
        expect(valuesOf(net)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  test("not strict: what fits is loaded, the rest is reported", () => {
    fc.assert(
      fc.property(faults, ({ net, dict, drop, add, bent }) => {
        for (const name of bent) delete dict[name];
        const absent = new Set([...drop, ...bent]);
        const before = valuesOf(net);
        const result = net.loadStateDict(dict, { strict: false });
        expect(new Set(result.missing)).toEqual(absent);
        expect(new Set(result.unexpected)).toEqual(new Set(add));
        const after = valuesOf(net);
        for (const name of names)
          expect(after[name]).toEqual(absent.has(name) ? before[name] : [...dict[name].data]);
      }),
      { numRuns: 20 },
    );
  });

  test("a module's own tensors exchanged among themselves", () => {
    const list = new ModuleList([new Linear(2, 2), new Linear(2, 2)]);
    const before = valuesOf(list);
    const state = list.stateDict();
    list.loadStateDict({ ...state, "0.weight": state["1.weight"], "1.weight": state["0.weight"] });
    expect(valuesOf(list)).toEqual({
      ...before,
      "0.weight": before["1.weight"],
      "1.weight": before["0.weight"],
    });
  });

  test("refuses what is no state dict", () => {
    expect(() => new Net().loadStateDict(null as never)).toThrow(/^loadStateDict: /);
    const file = loadSafetensors(saveSafetensors(new Net().stateDict()));
    expect(() => new Net().loadStateDict(file as never)).toThrow(/got { tensors, metadata };.* pass tensors/);
    expect(() => saveSafetensors(new Net() as never)).toThrow(/^saveSafetensors: .* pass its stateDict\(\)/);
    expect(() => new Linear(1, 1).loadStateDict({ weight: [[1]] as never, bias: zeros([1]) })).toThrow(
      /weight is .* not a tensor/,
    );
  });

  test("loading is seen by the tape", () => {
    const layer = new Linear(2, 1);
    const loss = layer.forward(tensor([[1, 2]], { requiresGrad: true })).sum();
    layer.loadStateDict(shifted(layer, 1));
    expect(() => loss.backward()).toThrow(/loadStateDict/);
  });
});

describe("shared parameters", () => {
  test("are listed once and gather the gradients of all their uses", () => {
    const tied = new Tied();
    expect(tied.namedParameters().map(([name]) => name)).toEqual([
      "first.weight",
      "first.bias",
      "second.bias",
    ]);
    const twice = new ModuleList([new Linear(2, 2), new Linear(2, 2)]);
    twice.loadStateDict(
      tied.stateDict() &&
        Object.fromEntries(
          Object.entries(tied.stateDict()).map(([name, t]) => [
            name.replace("first", "0").replace("second", "1"),
            t,
          ]),
        ),
    );
    const x = tensor([[1, -2]]);
    tied.forward(x).sum().backward();
    const [below, above] = twice;
    above.forward(below.forward(x)).sum().backward();
    const sum = (below.weight.grad as Tensor).add(above.weight.grad as Tensor);
    (tied.first.weight.grad as Tensor).data.forEach((value, i) => expect(value).toBeCloseTo(sum.data[i], 5));
  });

  test("stay shared when the dtype changes", () => {
    const tied = new Tied();
    const before = valuesOf(tied);
    expect(tied.to("float64")).toBe(tied);
    expect(tied.first.weight).toBe(tied.second.weight);
    expect(
      tied.parameters().every((p) => p instanceof Parameter && p.dtype === "float64" && p.requiresGrad),
    ).toBe(true);
    expect(valuesOf(tied)).toEqual(before);
  });
});

test("to() reaches arrays, buffers and the properties that hold them, and keeps frozen parameters frozen", () => {
  const net = new Net();
  net.extra[1].requiresGrad = false;
  net.to("float64");
  expect(Object.values(net.stateDict()).every((t) => t.dtype === "float64")).toBe(true);
  expect(net.statistics.dtype).toBe("float64");
  expect(net.buffers()).toEqual([net.statistics]);
  expect(net.extra.map((p) => p.requiresGrad)).toEqual([true, false]);
  expect(() => net.to("int8" as never)).toThrow(/^to: dtype/);
});

test("train and eval reach every module", () => {
  const net = new Net();
  expect(
    net
      .eval()
      .modules()
      .map((m) => m.training),
  ).not.toContain(true);
  expect(
    net
      .train()
      .modules()
      .map((m) => m.training),
  ).not.toContain(false);
  expect(() => net.train(1 as never)).toThrow(/^train: /);
});

test("zeroGrad forgets gradients; apply visits the lowest first", () => {
  const net = new Net();
  net
    .forward(tensor([[1, 2]]))
    .sum()
    .backward();
  expect(net.tower.at(0)?.parameters()[0].grad).not.toBeNull();
  net.zeroGrad();
  expect(net.parameters().every((p) => p.grad === null)).toBe(true);
  const visited: Module[] = [];
  net.apply((module) => visited.push(module));
  expect(visited.at(-1)).toBe(net);
  expect(visited.length).toBe(net.modules().length);
});

test("summary counts shared parameters once and names frozen ones", () => {
  const tied = new Tied();
  tied.second.bias!.requiresGrad = false;
  expect(tied.summary()).toBe(
    [
      "Tied",
      "--------------------------------",
      "parameter     shape        count",
      "--------------------------------",
      "first.weight  [2, 2]           4",
      "first.bias    [2]              2",
      "second.bias   [2]     2 (frozen)",
      "--------------------------------",
      "total: 8, of which 6 are trained",
    ].join("\n"),
  );
});

test("buffers need a name of their own", () => {
  class Bad extends Module {
    constructor(name: string, buffer: Tensor) {
      super();
      this.registerBuffer("taken", zeros([1]));
      this.registerBuffer(name, buffer);
    }
    forward(): void {}
  }
  for (const name of ["taken", "", "a.b"])
    expect(() => new Bad(name, zeros([1]))).toThrow(/^registerBuffer: /);
  expect(() => new Bad("fine", new Parameter([1]))).toThrow(/no Parameter/);
});

test("a parameter is a leaf with memory of its own, made under any mode", () => {
  const source = tensor([1, 2], { dtype: "float64", requiresGrad: true });
  const parameter = noGrad(() => new Parameter(source.mul(2)));
  expect([parameter.isLeaf, parameter.requiresGrad, parameter.dtype]).toEqual([true, true, "float64"]);
  const copy = new Parameter(source);
  copy.mutate("test", (data) => data.fill(0));
  expect([...source.data]).toEqual([1, 2]);
});

test("a state whose memory is elsewhere is refused, and nothing is written", () => {
  const layer = new Linear(2, 3);
  const before = layer.stateDict();
  const state = new Linear(2, 3).stateDict();
  structuredClone(state["bias"].data, { transfer: [state["bias"].data.buffer as ArrayBuffer] });
  const values = before["weight"].toArray();
  expect(() => layer.loadStateDict(state)).toThrow(/^loadStateDict: bias: the data of tensor \[3\] is gone/);
  expect(layer.weight.toArray()).toEqual(values);
});
