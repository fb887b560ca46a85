import { ArgumentError, ones, tensor, zeros, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchNorm1d, Linear, Module, Parameter } from "../src/index.ts";
import { samples } from "./support/samples/layers.ts";
import { Generator } from "@rewind/autograd";

const set = (module: object, key: string, value: unknown): void => {
  (module as Record<string, unknown>)[key] = value;
};
const refused =
  /\.(\w+): must stay a Parameter, got .*; assign new Parameter\(values\), write with mutate or/;

class Net extends Module {
  scale: Parameter | null = new Parameter([1, 2]);
  inner = new Linear(2, 2);
  #hidden = 1;
  shift = new Parameter([0, 0]);
  constant = tensor([5, 6]);
  override forward(x: Tensor): Tensor {
    return this.inner.forward(x).add(this.#hidden);
  }
}

describe("a field that holds a parameter", () => {
  test("takes nothing else, in every layer, from the moment it is made", () => {
    // Made before: nothing happens between the layer and the assignment.
    const bare = zeros([1]);
    for (const [name, { initial }] of Object.entries(samples)) {
      const layer = initial.make(new Generator(1));
      const keys = Object.keys(layer).filter(
        (key) => (layer as unknown as Record<string, unknown>)[key] instanceof Parameter,
      );
      for (const key of keys) {
        const before = Object.keys(layer.stateDict());
        expect(() => set(layer, key, bare), `${name}.${key}`).toThrow(ArgumentError);
        expect(() => set(layer, key, bare), `${name}.${key}`).toThrow(refused);
        expect(Object.keys(layer.stateDict())).toEqual(before);
      }
    }
  });

  test.each([["a class"], ["a constructor"]])("in a user's class, by %s", () => {
    const wrong = [tensor([1, 2]), [1, 2], 0, "x", false, {}, new Float32Array(2)];
    fc.assert(
      fc.property(fc.constantFrom("scale", "shift"), fc.constantFrom(...wrong), (key, value) => {
        const net = new Net();
        const w = tensor([3, 4]);
        expect(() => set(net, key, w)).toThrow(
          `Net.${key}: must stay a Parameter, got a tensor of shape [2]`,
        );
        expect(() => set(net, key, value)).toThrow(refused);
        expect(() => set(net, key, (net.shift as Tensor).mul(2))).toThrow(refused);
      }),
    );
    class Late extends Module {
      w: Parameter;
      constructor() {
        super();
        this.w = new Parameter([1]);
        set(this, "w", tensor([2]));
      }
    }
    expect(() => new Late()).toThrow("Late.w: must stay a Parameter");
  });

  test("is refused in a class that was never looked at, as soon as anything is walked", () => {
    class Bare extends Module {
      w = new Parameter([1]);
    }
    const net = new Bare();
    net.parameters();
    const given = zeros([1]);
    expect(() => set(net, "w", given)).toThrow("Bare.w: must stay a Parameter");
  });

  test("takes another parameter, as tied weights do, a module, and null", () => {
    const net = new Net();
    const other = new Parameter([7, 8]);
    net.scale = other;
    expect(net.parameters()).toContain(other);
    expect(net.stateDict().scale.toArray()).toEqual([7, 8]);
    net.scale = null;
    expect(Object.keys(net.stateDict())).toEqual(["shift", "inner.weight", "inner.bias"]);
    set(net, "scale", new Linear(1, 1));
    expect(Object.keys(net.stateDict())).toContain("scale.weight");
    net.constant = ones([2]);
    expect(net.constant.toArray()).toEqual([1, 1]);
  });

  test("reads, lists and copies like any other field", () => {
    const net = new Net();
    const keys = ["training", "scale", "inner", "shift", "constant"];
    expect(Object.keys(net)).toEqual(keys);
    net.parameters();
    expect(Object.keys(net)).toEqual(keys);
    expect(Object.entries(net).find(([key]) => key === "scale")?.[1]).toBe(net.scale);
    expect({ ...net }.shift).toBe(net.shift);
  });
});

test("a field that holds a buffer keeps the state dict in step", () => {
  const norm = new BatchNorm1d(2);
  norm.runningMean = tensor([3, 4]);
  expect(norm.stateDict().running_mean.toArray()).toEqual([3, 4]);
  norm.forward(tensor([[1, 2], [3, 4]])); // prettier-ignore
  expect(norm.stateDict().running_mean.data).toBe(norm.runningMean.data);
  norm.to("float64");
  expect(norm.runningMean.dtype).toBe("float64");
  expect(() => set(norm, "runningVar", 3)).toThrow(/runningVar: must stay a Parameter/);
});

describe("a field that hides a method", () => {
  test.each(["parameters", "modules", "stateDict", "train", "namedChildren", "members", "to", "forward"])(
    "%s",
    (name) => {
      class Bad extends Module {
        constructor() {
          super();
          set(this, name, [new Parameter([1])]);
        }
      }
      const uses: [method: string, use: (net: Module) => unknown][] = [
        ["stateDict", (net) => net.stateDict()],
        ["train", (net) => net.train()],
        ["eval", (net) => net.eval()],
        ["to", (net) => net.to("float64")],
        ["zeroGrad", (net) => net.zeroGrad()],
        ["summary", (net) => net.summary()],
        ["tensor", () => tensor([1])],
      ];
      const message = `Bad: the field "${name}" hides the method of this name`;
      // What calls the hidden method itself is not ours to answer: the next tensor says why it fails.
      for (const [method, use] of uses.filter(([each]) => each !== name)) {
        const net = new Bad();
        expect(() => use(net), method).toThrow(message);
        expect(() => tensor([1]), "said once").not.toThrow();
      }
    },
  );

  test("a function in its place is the program's own business", () => {
    const net = new Net();
    net.forward = (x: Tensor) => x;
    expect(net.parameters().length).toBe(4);
  });
});

test("a class without a forward is a module, and says so when it is called", () => {
  class Cell extends Module {
    w = new Parameter([1]);
    step(x: Tensor): Tensor {
      return x.mul(this.w);
    }
  }
  const cell = new Cell();
  expect(cell.step(tensor([2])).toArray()).toEqual([2]);
  expect(cell.parameters()[0]).toBe(cell.w);
  expect(() => cell.forward()).toThrow(/^Cell: has no forward/);
});
