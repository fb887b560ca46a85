import { ArgumentError, tensor, zeros } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Linear, Module, Parameter, Sequential, Tanh } from "../src/index.ts";

/** A module with one field, as a program without types makes them. */
class Holder extends Module {
  constructor(held: unknown) {
    super();
    Object.assign(this, { held });
  }
}

type Tree = Linear | Parameter | number | Tree[] | Map<string, Tree> | { [key: string]: Tree };
const keys = fc.constantFrom("a", "b", "left", "0", "constructor");
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constant(0).map(() => new Linear(1, 1) as Tree),
    fc.constant(0).map(() => new Parameter([1]) as Tree),
    fc.constant(7 as Tree),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(keys, tie("tree"), { maxKeys: 3 }),
    fc
      .uniqueArray(fc.tuple(keys, tie("tree")), { maxLength: 3, selector: ([key]) => key })
      .map((entries) => new Map(entries) as Tree),
  ),
}));

/** Names as PyTorch's ModuleList and ModuleDict give them. */
function namesOf(value: Tree, name: string): string[] {
  if (value instanceof Linear) return [`${name}.weight`, `${name}.bias`];
  if (value instanceof Parameter) return [name];
  if (typeof value === "number") return [];
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([key, each]) => namesOf(each as Tree, `${name}.${key}`));
}

test("lists, plain objects and Maps register what is in them, by index and key", () => {
  fc.assert(
    fc.property(tree, (held) => {
      const net = new Holder(held);
      const names = namesOf(held, "held").sort();
      expect(Object.keys(net.stateDict()).sort()).toEqual(names);
      expect(net.to("float64").parameters().every(({ dtype }) => dtype === "float64")).toBe(true); // prettier-ignore
      expect(net.namedParameters().map(([name]) => name).sort()).toEqual(names); // prettier-ignore
    }),
  );
});

test("blocks by name are named as in PyTorch's ModuleDict", () => {
  class Net extends Module {
    blocks = { encoder: new Linear(1, 2), decoder: new Sequential(new Linear(2, 1), new Tanh()) };
    heads = new Map([["mean", new Linear(1, 1)]]);
    numbered = new Map([[3, new Parameter([1])]]);
  }
  expect(Object.keys(new Net().stateDict())).toEqual([
    "numbered.3",
    ...["encoder", "decoder.0"].flatMap((name) => [`blocks.${name}.weight`, `blocks.${name}.bias`]),
    "heads.mean.weight",
    "heads.mean.bias",
  ]);
  expect(new Net().eval().blocks.decoder.training).toBe(false);
});

test("what goes round in a circle is walked once", () => {
  const held: Record<string, unknown> = { layer: new Linear(1, 1) };
  held.self = held;
  held.list = [held, new Map([["again", held]])];
  expect(Object.keys(new Holder(held).to("float64").stateDict())).toEqual(["held.layer.weight", "held.layer.bias"]);
}); // prettier-ignore

describe("refused by name", () => {
  class Encoder {
    layer = new Linear(1, 1);
  }
  class Scale {
    readonly factor = new Parameter([1]);
  }
  const graph = tensor([1], { requiresGrad: true });
  const cases: [what: string, held: unknown, message: RegExp][] = [
    ["a bare tensor that wants a gradient", graph, /^Holder\.held: is a tensor that requires a gradient but no Parameter.*new Parameter\(values\)/],
    ["one in a list", [1, [graph]], /^Holder\.held\.1\.0: is a tensor that requires/],
    ["a Set of modules", new Set([new Linear(1, 1)]), /^Holder\.held: is a Set.*use an array, a Map or a plain object/],
    ["a Set in an object", { blocks: new Set([new Parameter([1])]) }, /^Holder\.held\.blocks: is a Set/],
    ["an object of a class that is no Module", new Encoder(), /^Holder\.held: is Encoder, which is no Module, holds Linear in layer.*extend Module/],
    ["one that holds a parameter", [new Scale()], /^Holder\.held\.0: is Scale, which is no Module, holds a tensor of shape \[1\] in factor/],
    ["a key with a dot", { "a.b": new Linear(1, 1) }, /^Holder\.held: holds modules or parameters under the key "a\.b"/],
    ["an empty key", new Map([["", new Linear(1, 1)]]), /under the key ""/],
    ["a key that is no name", new Map([[Symbol("s"), new Linear(1, 1)]]), /under the key Symbol\(s\)/],
  ]; // prettier-ignore

  test.each(cases)("%s", (_what, held, message) => {
    for (const use of [
      (net: Module) => net.parameters(),
      (net: Module) => net.stateDict(),
      (net: Module) => net.train(),
      (net: Module) => net.to("float64"),
    ]) {
      expect(() => use(new Sequential(new Holder(held) as never))).toThrow(ArgumentError);
      expect(() => use(new Sequential(new Holder(held) as never))).toThrow(message);
    }
  });

  test("two tensors of one name", () => {
    const held = new Map<unknown, unknown>([[1, new Parameter([1])], ["1", new Parameter([2])]]); // prettier-ignore
    expect(() => new Holder(held).stateDict()).toThrow(/two tensors of its state are called "held\.1"/);
  });
});

test("what is nobody's parameter stays as legal as it was", () => {
  class Trainer {
    readonly model: Module;
    constructor(model: Module) {
      this.model = model;
    }
  }
  for (const held of [
    zeros([2]),
    [zeros([2])],
    { mask: zeros([1]), rate: 0.1, name: "x", on: null, none: undefined },
    new Set([1, zeros([1])]),
    new Map([["word", 3]]),
    new Date(),
    new Float64Array(3),
    () => new Linear(1, 1),
    tensor([1], { requiresGrad: true }).mul(2),
  ])
    expect(Object.keys(new Holder(held).to("float64").stateDict())).toEqual([]);
  const child = new Holder(null);
  const model = new Holder(child);
  Object.assign(child, { trainer: new Trainer(model) });
  expect(model.modules()).toEqual([model, child]);
});
