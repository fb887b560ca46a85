import { ArgumentError, Tensor, saveSafetensors, tensor, type TensorLike } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";
import { Linear, Module, Sequential } from "../src/index.ts";

const model = (): Sequential => new Sequential(new Linear(2, 3), new nn.BatchNorm1d(3), new Linear(3, 1));

describe("loadStateDict", () => {
  test("takes what JSON makes of a state, to the last bit", () => {
    const [from, into] = [model(), model()];
    from.parameters()[0].mutate("a test", (data) => data.set([NaN, -Infinity, -0, 1e-40, 0.1, 3]));
    into.loadStateDict(JSON.parse(JSON.stringify(from.stateDict())) as never);
    for (const [name, { data }] of Object.entries(from.stateDict()))
      expect([...into.stateDict()[name].data].every((value, i) => Object.is(value, data[i]))).toBe(true);
    into.loadStateDict(structuredClone(JSON.parse(JSON.stringify(from.stateDict()))) as never);
  });

  test("says what a structured clone is", () => {
    const clone = structuredClone(model().stateDict());
    expect(() => model().loadStateDict(clone)).toThrow(/0\.weight is a structured clone of a tensor/);
  });

  test("of a file's bytes says at once how they are read", () => {
    const bytes = saveSafetensors(model().stateDict());
    for (const given of [bytes, bytes.buffer, new DataView(bytes.buffer as ArrayBuffer), new Uint8Array(5e6), new Float32Array(3)]) {
      let message = "";
      try {
        model().loadStateDict(given as never);
      } catch (error) {
        expect(error).toBeInstanceOf(ArgumentError);
        ({ message } = error as Error);
      }
      expect(message).toMatch(/^loadStateDict: expected tensors by name, got .*pass loadSafetensors\(bytes\)\.tensors/);
      expect(message.length).toBeLessThan(300);
    }
  }); // prettier-ignore

  test("refuses Maps, lists and modules with the remedy, and lists no thousand names", () => {
    const net = model();
    const load = (given: unknown) => () => net.loadStateDict(given as never);
    expect(load(new Map(Object.entries(net.stateDict())))).toThrow(/Object\.fromEntries\(map\)/);
    expect(load(model())).toThrow(/got Sequential; pass its stateDict\(\)/);
    for (const given of [
      Object.values(net.stateDict()),
      net.parameters(),
      "x",
      3,
      null,
      new Set([1]),
      tensor(1),
    ])
      expect(load(given)).toThrow(/^loadStateDict: expected tensors by name, got /);
    const many = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`layers.${i}.weight`, tensor(i)]),
    );
    for (const given of [many, { ["x".repeat(1e5)]: tensor(1) }])
      expect(load(given)).toThrow(
        expect.objectContaining({ message: expect.stringMatching(/^.{20,2000}$/s) as unknown }),
      );
  });
});

test("a tied weight saved once loads, under whichever of its names", () => {
  class Tied extends Module {
    layers: Linear[];
    constructor(count: number) {
      super();
      this.layers = Array.from({ length: count }, () => new Linear(2, 2, { bias: false }));
      for (const layer of this.layers) layer.weight = this.layers[0].weight;
    }
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(3), (count, pick) => {
      const [from, into] = [new Tied(count), new Tied(count)];
      const name = `layers.${pick % count}.weight`;
      const result = into.loadStateDict({ [name]: from.stateDict()[name] });
      expect(result).toEqual({ missing: [], unexpected: [] });
      expect(into.layers[0].weight.toArray()).toEqual(from.layers[0].weight.toArray());
      expect(() => into.loadStateDict({})).toThrow(/missing: layers\.0\.weight/);
    }),
  );
});

describe("weights of loss modules", () => {
  const losses: [name: string, make: (weight: TensorLike) => Module & { options: object }, names: string[]][] = [
    ["CrossEntropyLoss", (weight) => new nn.CrossEntropyLoss({ weight }), ["weight"]],
    ["NLLLoss", (weight) => new nn.NLLLoss({ weight }), ["weight"]],
    ["MultiMarginLoss", (weight) => new nn.MultiMarginLoss({ weight }), ["weight"]],
    ["MultiLabelSoftMarginLoss", (weight) => new nn.MultiLabelSoftMarginLoss({ weight }), ["weight"]],
    ["BCELoss", (weight) => new nn.BCELoss({ weight }), ["weight"]],
    ["BCEWithLogitsLoss", (weight) => new nn.BCEWithLogitsLoss({ weight, posWeight: weight }), ["weight", "pos_weight"]],
  ]; // prettier-ignore

  test.each(losses)("%s: are buffers under PyTorch's names", (_name, make, names) => {
    for (const given of [[1, 2], tensor([1, 2]), Float32Array.of(1, 2)]) {
      const loss = make(given);
      expect(Object.keys(loss.stateDict())).toEqual(names);
      expect(loss.stateDict()[names[0]].toArray()).toEqual([1, 2]);
      expect(loss.parameters()).toEqual([]);
      const into = make([5, 5]);
      into.loadStateDict(loss.stateDict());
      const held = Object.values(into.to("float64").options).filter((value) => value instanceof Tensor);
      expect(held.map((value) => [value.dtype, ...value.data])).toEqual(names.map(() => ["float64", 1, 2]));
    }
    expect(Object.keys(make(null as never).stateDict())).toEqual([]);
  });

  test("a loaded weight is the one that counts", () => {
    const loss = new nn.CrossEntropyLoss({ weight: [1, 1], reduction: "sum" });
    const logits = tensor([[0, 0]]);
    const before = loss.forward(logits, [0]).item();
    loss.loadStateDict({ weight: tensor([3, 1]) });
    expect(loss.forward(logits, [0]).item()).toBeCloseTo(3 * before, 5);
  });

  test("one that is trained is a parameter", () => {
    const posWeight = new nn.Parameter([2]);
    const loss = new nn.BCEWithLogitsLoss({ posWeight });
    expect(loss.namedParameters().map(([name]) => name)).toEqual(["pos_weight"]);
    loss.forward([1], [1]).backward();
    expect(posWeight.grad).not.toBeNull();
  });
});
