import fc from "fast-check";
import {
  ArgumentError,
  GraphError,
  RewindError,
  ShapeError,
  noGrad,
  tensor,
  type Tensor,
} from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import type { Optimizer } from "../src/index.ts";
import { lossOf, makeOptimizer, optimizerNames } from "./support/samples.ts";

/** A step on the parameters' own loss. */
function train(optimizer: Optimizer): void {
  optimizer.step(() => {
    optimizer.zeroGrad();
    const loss = lossOf(optimizer.paramGroups.flatMap(({ params }) => params));
    loss.backward();
    return loss;
  });
}

describe.each(optimizerNames)("%s refuses, and writes nothing:", (name) => {
  const fresh = (): Tensor => tensor([1, 2], { requiresGrad: true });
  const names = Object.keys(makeOptimizer(name, [fresh()], {}).paramGroups[0]).filter(
    (key) => key !== "params",
  );
  const nonsense = fc.constantFrom<unknown[]>(NaN, "nonsense", {}, [], [NaN, NaN], -Infinity);

  test("settings that are nonsense, wherever they are set", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), nonsense, (key, value) => {
        const says = new RegExp(`^${name}(\\.\\w+)?: (group 0: )?${key}`);
        const refused = (run: () => unknown): void => {
          expect(run).toThrow(ArgumentError);
          expect(run).toThrow(says);
        };
        refused(() => makeOptimizer(name, [fresh()], { [key]: value }));
        refused(() => makeOptimizer(name, [{ params: [fresh()], [key]: value }], {}));
        const param = fresh();
        param.grad = tensor([1, 1]);
        const optimizer = makeOptimizer(name, [param], {});
        const state = optimizer.stateDict();
        Object.assign(optimizer.paramGroups[0], { [key]: value });
        refused(() => optimizer.step(() => lossOf([param])));
        expect(Array.from(param.data)).toEqual([1, 2]);
        Object.assign(state.paramGroups[0], { [key]: value });
        refused(() => optimizer.loadStateDict(state));
      }),
    );
  });

  test("parameters that cannot be optimized", () => {
    const param = fresh();
    const bad: unknown[] = [
      [], undefined, null, 3, "w", param, [1], [null], [param, param], [tensor([1])], [param.mul(2)],
      [{ params: [] }], [{ params: param }], [{}], [param, { params: [fresh()] }],
      [{ params: [param] }, { params: [param] }], [{ params: [param], learningRate: 1 }],
    ]; // prettier-ignore
    for (const params of bad) {
      const make = (): unknown => makeOptimizer(name, params as never, {});
      expect(make).toThrow(RewindError);
      expect(make).toThrow(new RegExp(`^${name}: `));
    }
    expect(() => makeOptimizer(name, [param], { learningRate: 1 })).toThrow(/unknown option "learningRate"/);
  });

  test("gradients of another shape or dtype", () => {
    for (const grad of [tensor([1]), tensor([[1, 1]]), tensor([1, 1], { dtype: "float64" })]) {
      const [good, bad] = [fresh(), fresh()];
      const optimizer = makeOptimizer(name, [good, bad], {});
      const step = (): unknown =>
        optimizer.step(() => {
          good.grad = tensor([1, 1]);
          bad.grad = grad;
          return tensor(1);
        });
      expect(step).toThrow(ShapeError);
      expect(step).toThrow(new RegExp(`^${name}.step: the gradient`));
      expect([good, bad].map(({ data }) => [...data])).toEqual([[1, 2], [1, 2]]); // prettier-ignore
      expect(optimizer.stateDict().state).toEqual({});
    }
  });

  test("a step when no parameter has a gradient: whatever the cause, it says what to look at", () => {
    const causes: ((w: Tensor) => Tensor)[] = [
      (w) => lossOf([w]),
      (w) => tensor(lossOf([w]).item(), { requiresGrad: true }),
      (w) => lossOf([w.clone().detach()]).add(fresh().sum()),
      (w) => noGrad(() => lossOf([w])),
    ];
    causes.forEach((makeLoss, i) => {
      const [w, other] = [fresh(), fresh()];
      w.name = "cell.weight";
      const optimizer = makeOptimizer(name, [w, other], {});
      const step = (): unknown =>
        optimizer.step(() => {
          const loss = makeLoss(w);
          if (i > 0 && loss.requiresGrad) loss.backward();
          return loss;
        });
      expect(step).toThrow(GraphError);
      expect(step).toThrow(
        new RegExp(`^${name}.step: none of the 2 parameters .* "cell.weight" \\[2\\].*backward.*to\\(\\)`),
      );
      expect([...w.data]).toEqual([1, 2]);
      expect(optimizer.stateDict().state).toEqual({});
    });
  });

  test("a step when all parameters are frozen, but not when some have no gradient", () => {
    const [w, other] = [fresh(), fresh()];
    const optimizer = makeOptimizer(name, [w, other], {});
    other.requiresGrad = false;
    train(optimizer);
    expect([...other.data]).toEqual([1, 2]);
    optimizer.zeroGrad();
    w.requiresGrad = false;
    expect(() => optimizer.step(() => lossOf([w]))).toThrow(/2 of them have requiresGrad false/);
  });

  test("a state of something else", () => {
    const optimizer = makeOptimizer(name, [fresh()], {});
    train(optimizer);
    const before = JSON.stringify(optimizer.stateDict());
    const good = optimizer.stateDict();
    const entry = good.state["0"] ?? {};
    const bad: unknown[] = [
      null, 1, [], {}, { state: {} }, { ...good, paramGroups: [] }, { ...good, paramGroups: [{}] },
      { ...good, state: { 7: entry } }, { ...good, state: { 0: 1 } },
      { ...good, state: { 0: { ...entry, other: 1 } } },
      ...Object.keys(entry).map((key) => ({ ...good, state: { 0: { ...entry, [key]: "nonsense" } } })),
      ...Object.keys(entry).map((key) => ({ ...good, state: { 0: { ...entry, [key]: tensor([1, 2, 3]) } } })),
    ]; // prettier-ignore
    for (const dict of bad) {
      expect(() => optimizer.loadStateDict(dict as never)).toThrow(RewindError);
      expect(JSON.stringify(optimizer.stateDict())).toBe(before);
    }
  });
});
