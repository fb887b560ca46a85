import fc from "fast-check";
import { ArgumentError, GraphError, ShapeError, noGrad, tensor, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { Adam, AdamW, SGD } from "../src/index.ts";
import { parameter } from "./support/parameters.ts";

test("groups take their own settings over the common ones", () => {
  const [a, b] = [parameter([1], [1]), parameter([1], [1])];
  new SGD([{ params: [a], lr: 0.5 }, { params: [b] }], { lr: 0.25 }).step();
  expect([a.data[0], b.data[0]]).toEqual([0.5, 0.75]);
});

describe("addParamGroup", () => {
  test("takes what is left out from the options, and joins steps, zeroGrad and state", () => {
    const [a, b] = [parameter([1], [1]), parameter([1], [1])];
    const optimizer = new SGD([a], { lr: 0.25, momentum: 0.5 });
    optimizer.addParamGroup({ params: [b], lr: 0.5 });
    expect(optimizer.paramGroups[1]).toMatchObject({ lr: 0.5, momentum: 0.5 });
    optimizer.step();
    expect([a.data[0], b.data[0]]).toEqual([0.75, 0.5]);
    expect(Object.keys(optimizer.stateDict().state)).toEqual(["0", "1"]);
    optimizer.zeroGrad();
    expect(b.grad).toBeNull();
  });

  test("refuses what the constructor would, and changes nothing", () => {
    const a = parameter([1], [1]);
    const optimizer = new SGD([a]);
    const added = (group: object) => (): void => optimizer.addParamGroup(group as never);
    expect(added({ params: [a] })).toThrow(/^SGD.addParamGroup: .* occurs twice/);
    expect(added({ params: [] })).toThrow(/no parameters/);
    expect(added({ params: [parameter([1], [1])], lr: NaN })).toThrow(/lr must be/);
    expect(added({ params: [parameter([1], [1])], nesterov: true })).toThrow(/nesterov/);
    expect(optimizer.paramGroups).toHaveLength(1);
  });
});

describe("a closure", () => {
  test("is called with gradients on, before the update, and its loss is returned", () => {
    const w = parameter([2], [0]);
    const optimizer = new SGD([w], { lr: 0.25 });
    const loss = noGrad(() =>
      optimizer.step(() => {
        optimizer.zeroGrad();
        const square = w.square().sum();
        square.backward();
        return square;
      }),
    );
    expect(loss?.item()).toBe(4);
    expect(w.data[0]).toBe(1);
  });

  test.each<[string, unknown]>([
    ["no function", 1],
    ["a function that returns nothing", () => undefined],
    ["one that returns a vector", () => tensor([1, 2])],
    ["one that returns a Promise", async () => tensor(1)],
  ])("must not be %s", (_, closure) => {
    const w = parameter([2], [1]);
    expect(() => new SGD([w]).step(closure as never)).toThrow(/^(SGD.step: the closure|enableGrad)/);
    expect(w.data[0]).toBe(2);
  });
});

test("zeroGrad forgets all gradients", () => {
  const params = [parameter([1], [1]), parameter([1], [1])];
  new SGD(params).zeroGrad();
  expect(params.map((param) => param.grad)).toEqual([null, null]);
});

test("backward through data an optimizer has written throws and names it", () => {
  const w = tensor([2], { requiresGrad: true });
  const loss = w.square().sum();
  w.grad = tensor([1]);
  new SGD([w], { lr: 0.1 }).step();
  expect(() => loss.backward()).toThrow(/SGD\.step/);
});

describe("refuses", () => {
  const p = (): Tensor => parameter([1], [1]);

  test.each<[string, () => unknown, new (message: string) => Error]>([
    ["no parameters", () => new SGD([]), ArgumentError],
    ["an empty group", () => new SGD([{ params: [] }]), ArgumentError],
    ["one tensor in place of a list", () => new SGD(p() as never), ArgumentError],
    ["nothing", () => new SGD(undefined as never), ArgumentError],
    ["what is no tensor", () => new SGD([1] as never), ArgumentError],
    ["tensors mixed with groups", () => new SGD([p(), { params: [p()] }] as never), ArgumentError],
    ["a parameter twice", () => ((t) => new SGD([{ params: [t] }, { params: [t] }]))(p()), ArgumentError],
    ["a computed tensor", () => new SGD([p().square()]), GraphError],
    ["a constant", () => new SGD([tensor([1])]), GraphError],
    ["an unknown option", () => new SGD([p()], { learningRate: 1 } as never), ArgumentError],
    ["Nesterov without momentum", () => new SGD([p()], { nesterov: true }), ArgumentError],
    ["Nesterov with dampening", () => new SGD([{ params: [p()], nesterov: true, momentum: 0.9, dampening: 0.1 }]), ArgumentError],
    ["betas of 1", () => new Adam([p()], { betas: [0.9, 1] }), ArgumentError],
    ["one beta", () => new Adam([p()], { betas: [0.9] as never }), ArgumentError],
  ])("%s", (_, make, kind) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(/^(SGD|Adam): /);
  }); // prettier-ignore

  test("numbers outside their domain, at construction, in a group and at the step", () => {
    const bad = fc.constantFrom<unknown>(-0.1, NaN, Infinity, "0.1", [1]);
    fc.assert(
      fc.property(bad, (lr) => {
        expect(() => new SGD([p()], { lr: lr as number })).toThrow(/^SGD: lr must be /);
        expect(() => new Adam([{ params: [p()], eps: lr as number }])).toThrow(/^Adam: eps must be /);
        const param = p();
        const optimizer = new AdamW([param]);
        optimizer.paramGroups[0].lr = lr as number;
        expect(() => optimizer.step()).toThrow(/^AdamW: lr must be /);
        expect(param.data[0]).toBe(1);
      }),
    );
  });

  test("a gradient of another shape or dtype, before anything is written", () => {
    const [a, b] = [p(), p()];
    b.grad = tensor([1]);
    expect(() => new SGD([a, b], { lr: 1 }).step()).toThrow(ShapeError);
    expect(a.data[0]).toBe(1);
  });
});

describe("loadStateDict refuses, and changes nothing:", () => {
  /** The types would refuse the damage that a file can have. */
  interface Loose {
    state: Record<string, Record<string, unknown>>;
    paramGroups: ({ params: number[] } & Record<string, unknown>)[];
  }
  type Damage = (state: Loose) => void;

  test.each<[string, Damage]>([
    ["no groups", (s) => (s.paramGroups = [])],
    ["groups that are no list", (s) => (s.paramGroups = 1 as never)],
    ["another number of parameters", (s) => s.paramGroups[0].params.pop()],
    ["parameters in another order", (s) => s.paramGroups[0].params.reverse()],
    ["a setting that is missing", (s) => delete s.paramGroups[0].betas],
    ["a setting outside its domain", (s) => (s.paramGroups[0].lr = -1)],
    ["a setting that is unknown", (s) => (s.paramGroups[0].momentum = 0.9)],
    ["a parameter that is not there", (s) => (s.state["2"] = s.state["1"])],
    ["a setting of null", (s) => (s.paramGroups[0].eps = null)],
    ["a key that is no position", (s) => (s.state["-0"] = s.state["1"])],
    ["state that is missing", (s) => delete s.state["1"].expAvg],
    ["state that is unknown", (s) => (s.state["1"].other = 1)],
    ["state of another shape", (s) => (s.state["1"].expAvg = tensor([1, 2], { dtype: "float64" }))],
    ["state of another dtype", (s) => (s.state["1"].expAvg = tensor([1]))],
    ["a number for a tensor", (s) => (s.state["1"].expAvg = 1)],
    ["a count that is not whole", (s) => (s.state["1"].step = 1.5)],
  ])("%s", (_, damage) => {
    const optimizer = new Adam([parameter([1], [1]), parameter([2], [2])]);
    optimizer.step();
    const before = JSON.stringify(optimizer.stateDict());
    const state = optimizer.stateDict();
    state.paramGroups[0].lr = 0.5;
    damage(state as unknown as Loose);
    expect(() => optimizer.loadStateDict(state)).toThrow(/^Adam\.loadStateDict/);
    expect(JSON.stringify(optimizer.stateDict())).toBe(before);
  });

  test("what is no state at all", () => {
    expect(() => new SGD([parameter([1], [1])]).loadStateDict(null as never)).toThrow(ArgumentError);
  });
});
