import { ArgumentError, Generator, GraphError, enableGrad, RewindError, ShapeError, gradcheck, gradgradcheck, gradients, randn, tensor, zeros, type Tensor } from "@rewind/autograd"; // prettier-ignore
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchNorm1d, Linear, Module, Parameter, Sequential, Tanh, functionalCall, gradcheckModule, mseLoss } from "../src/index.ts"; // prettier-ignore
import { assertClose } from "./support/assert-close.ts";

class Net extends Module {
  first: Linear;
  blocks: { middle: Sequential };
  last: Linear;
  scales = new Map([["out", new Parameter([1, 2])]]);

  constructor(seed: number) {
    super();
    const generator = new Generator(seed);
    this.first = new Linear(2, 3, { generator });
    this.blocks = { middle: new Sequential(new Tanh(), new Linear(3, 3, { generator })) };
    this.last = new Linear(3, 2, { generator });
    this.to("float64");
  }
  override forward(x: Tensor): Tensor {
    const scale = this.scales.get("out") as Parameter;
    return this.last.forward(this.blocks.middle.forward(this.first.forward(x))).mul(scale);
  }
}

const x = randn([4, 2], { dtype: "float64", generator: new Generator(1) });
const y = randn([4, 2], { dtype: "float64", generator: new Generator(2) });
const own = (module: Module): Record<string, Tensor> => Object.fromEntries(module.namedParameters());
const shifted = (module: Module, by: number): Record<string, Tensor> =>
  Object.fromEntries(module.namedParameters().map(([name, p]) => [name, p.detach().add(by)]));

test("is a module of these parameters, and leaves the module as it was, also when it throws", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.double({ min: -1, max: 1, noNaN: true }), (seed, by) => {
      const [net, other] = [new Net(seed), new Net(seed)];
      other.loadStateDict(shifted(net, by));
      const before = net.parameters();
      const state = JSON.stringify(net.stateDict());
      assertClose(functionalCall(net, shifted(net, by), x), other.forward(x), { rtol: 0, atol: 0 });
      expect(() => functionalCall(net, shifted(net, by), zeros([1, 7], { dtype: x.dtype }))).toThrow(
        ShapeError,
      );
      net.parameters().forEach((parameter, i) => expect(parameter).toBe(before[i]));
      expect(JSON.stringify(net.stateDict())).toBe(state);
      expect(() => Object.assign(net.first, { weight: x })).toThrow(/must stay a Parameter/);
    }),
    { numRuns: 20 },
  );
});

describe("gradients reach what was given", () => {
  const net = new Net(3);
  const names = net.namedParameters().map(([name]) => name);
  const values = net.parameters().map((parameter) => parameter.detach());
  const loss = (...given: Tensor[]): Tensor =>
    functionalCall(net, Object.fromEntries(names.map((name, i) => [name, given[i]])), x).square();

  test("to second order, and the module's own parameters get none", () => {
    expect(gradcheck(loss, values)).toMatchObject({ ok: true });
    expect(gradgradcheck(loss, values)).toMatchObject({ ok: true });
    expect(net.parameters().every(({ grad }) => grad === null)).toBe(true);
  });

  test("through the inner step of MAML, as finite differences have it", () => {
    const meta = (...start: Tensor[]): Tensor =>
      enableGrad(() => {
        const given = Object.fromEntries(names.map((name, i) => [name, start[i]]));
        const inner = mseLoss(functionalCall(net, given, x), y);
        const grads = gradients(inner, start, { createGraph: true });
        const adapted = Object.fromEntries(names.map((name, i) => [name, start[i].sub(grads[i].mul(0.3))]));
        return mseLoss(functionalCall(net, adapted, y), x);
      });
    expect(gradcheck(meta, values)).toMatchObject({ ok: true });
  });
});

test("tied weights take one tensor, under any of their names", () => {
  class Tied extends Module {
    a = new Linear(2, 2, { bias: false });
    b = new Linear(2, 2, { bias: false });
    constructor() {
      super();
      this.b.weight = this.a.weight;
    }
    override forward(input: Tensor): Tensor {
      return this.b.forward(this.a.forward(input));
    }
  }
  const tied = new Tied();
  const w = tensor([[1, 2], [3, 4]]); // prettier-ignore
  const input = tensor([[1, -1]]);
  const wanted = input.matmul(w.transpose(0, 1)).matmul(w.transpose(0, 1)).toArray();
  for (const given of [{ "a.weight": w }, { "b.weight": w }, { "a.weight": w, "b.weight": w }])
    expect(functionalCall(tied, given as Record<string, Tensor>, input).toArray()).toEqual(wanted);
  expect(() => functionalCall(tied, { "a.weight": w, "b.weight": w.clone() }, input)).toThrow(
    /"b\.weight" is shared, and given two tensors/,
  );
  expect(tied.b.weight).toBe(tied.a.weight);
});

test("buffers may be given, and are the module's own otherwise", () => {
  const norm = new BatchNorm1d(2).eval();
  const running = tensor([1, 2]);
  const out = functionalCall(norm, { ...own(norm), running_mean: running }, tensor([[1, 2]]));
  expect(out.toArray()).toEqual([[0, 0]]);
  norm.train();
  functionalCall(norm, { ...own(norm), running_mean: running }, tensor([[1, 2], [3, 4]])); // prettier-ignore
  expect(running.toArray()).not.toEqual([1, 2]);
  expect(norm.stateDict().running_mean.toArray()).toEqual([0, 0]);
  expect(norm.runningMean?.toArray()).toEqual([0, 0]);
});

test("calls nest, and what runs meanwhile sees the tensors given", () => {
  class Seeing extends Module {
    w = new Parameter([1]);
    override forward(deep: number): number[] {
      const seen = this.parameters().map((parameter) => parameter.item());
      return deep === 0
        ? seen
        : [...seen, ...functionalCall(this as Seeing, { w: tensor([deep]) }, deep - 1)];
    }
  }
  const seeing = new Seeing();
  expect(functionalCall(seeing, { w: tensor([9], { requiresGrad: true }) }, 2)).toEqual([9, 2, 1]);
  expect(seeing.forward(0)).toEqual([1]);
});

test("refuses missing and unknown names, other shapes and what is no tensor", () => {
  const net = new Net(1);
  const all = own(net);
  const { "first.bias": bias, ...rest } = all;
  const call = (given: unknown, module: unknown = net): unknown => functionalCall(module as Net, given as never, x);
  expect(() => call(rest)).toThrow(ArgumentError);
  expect(() => call(rest)).toThrow(/^functionalCall: no tensor for first\.bias of Net; to keep its own, spread/);
  expect(() => call({ ...all, "frist.bias": bias })).toThrow(/^functionalCall: Net has no "frist\.bias"; it has /);
  expect(() => call({ ...all, "first.bias": zeros([2]) })).toThrow(ShapeError);
  expect(() => call({ ...all, "first.bias": [1, 2, 3] })).toThrow(/^functionalCall: "first\.bias" must be a Tensor, got/);
  for (const given of [null, undefined, [], new Map(Object.entries(all)), zeros([1]), "x", new Uint8Array(9)])
    expect(() => call(given)).toThrow(/^functionalCall: expected tensors by name, got /);
  for (const module of [null, {}, zeros([1]), "x"]) expect(() => call(all, module)).toThrow(RewindError);
  class Async extends Module {
    override forward(kind: string): unknown {
      return kind === "promise" ? Promise.resolve(1) : (function* (): Generator2 { yield 1; })(); // prettier-ignore
    }
  }
  type Generator2 = globalThis.Generator<number>;
  for (const kind of ["promise", "generator"])
    expect(() => functionalCall(new Async(), {}, kind)).toThrow(GraphError);
}); // prettier-ignore

describe("gradcheckModule", () => {
  test("checks inputs and every parameter, in float64 whatever the module's dtype, and leaves it alone", () => {
    const net = new Net(1).to("float32");
    const before = JSON.stringify(net.stateDict());
    const result = gradcheckModule(net, [[[0.5, -1], [2, 0.25]]]); // prettier-ignore
    expect(result).toMatchObject({ ok: true });
    expect(result.message).toMatch(/^gradcheck: all 35 gradient elements agree/);
    expect(JSON.stringify(net.stateDict())).toBe(before);
    expect(net.parameters().every(({ dtype, grad }) => dtype === "float32" && grad === null)).toBe(true);
    const norm = new BatchNorm1d(2);
    expect(gradcheckModule(norm, [randn([3, 2])])).toMatchObject({ ok: true });
    expect(norm.stateDict().num_batches_tracked.item()).toBe(0);
  });

  test("names the parameter whose gradient is wrong", () => {
    class Wrong extends Module {
      inner = new Linear(2, 1, { bias: false });
      gain = new Parameter([2]);
      override forward(input: Tensor): { y: Tensor; rest: [Tensor, null] } {
        const out = this.inner.forward(input);
        return { y: out, rest: [out.mul(this.gain.detach()), null] };
      }
    }
    const { ok, worst, message } = gradcheckModule(new Wrong(), [randn([2, 2])]);
    expect(ok).toBe(false);
    expect(worst?.name).toBe("gain");
    expect(message).toContain('("gain")');
  });

  test("passes on indices and options, and checks tensors among the options", () => {
    class Looking extends Module {
      table = new Parameter([[1, 2], [3, 4]]); // prettier-ignore
      override forward(rows: Int32Array, { state, flag }: { state: { h: Tensor }; flag: boolean }): Tensor {
        const found = this.table.indexSelect(rows);
        return flag ? found.mul(state.h.square()) : found;
      }
    }
    const result = gradcheckModule(new Looking(), [Int32Array.of(0, 1), { state: { h: tensor([3, 4]) }, flag: true }]);
    expect(result).toMatchObject({ ok: true });
    expect(result.message).toContain("all 6 gradient elements");
  }); // prettier-ignore

  test("refuses what it cannot check", () => {
    for (const bad of [null, {}, () => 1]) expect(() => gradcheckModule(bad as never, [])).toThrow(ArgumentError);
    expect(() => gradcheckModule(new Tanh(), x as never)).toThrow(/a list of the inputs/);
    expect(() => gradcheckModule(new Tanh(), [x], { epsilon: 1 } as never)).toThrow(/unknown option/);
  }); // prettier-ignore
});
