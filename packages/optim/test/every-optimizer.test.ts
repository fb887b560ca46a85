import fc from "fast-check";
import { Tensor, tensor, type Dtype } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import * as optim from "../src/index.ts";
import { Optimizer, type ParamGroupOptions, type CommonSettings } from "../src/index.ts";
import { throughFile } from "./support/round-trip.ts";
import { hasOneGroup, lossOf, makeOptimizer, optimizerNames, optimizerSamples } from "./support/samples.ts";

/** Parameters in groups, each group with a rate of its own. */
interface Model {
  readonly dtype: Dtype;
  readonly groups: readonly (readonly number[][])[];
  /** The group that is added after the first steps; -1 for none. */
  readonly added: boolean;
}

const values = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 3 });
const group = fc.array(values, { minLength: 1, maxLength: 2 });
const model: fc.Arbitrary<Model> = fc.record({
  dtype: fc.constantFrom<Dtype[]>("float32", "float64"),
  groups: fc.array(group, { minLength: 1, maxLength: 3 }),
  added: fc.boolean(),
});

function makeGroups({ groups, dtype }: Model): ParamGroupOptions<CommonSettings>[] {
  return groups.map((members, i) => ({
    params: members.map((data) => tensor(data, { dtype, requiresGrad: true })),
    ...(i === 0 ? {} : { lr: 0.01 * (i + 1) }),
  }));
}

function paramsOf(optimizer: Optimizer): Tensor[] {
  return optimizer.paramGroups.flatMap(({ params }) => params);
}

/** Steps of a deterministic training in which the second parameter has no gradient at first. */
function train(optimizer: Optimizer, from: number, steps: number): void {
  for (let step = from; step < from + steps; step++) {
    optimizer.step(() => {
      optimizer.zeroGrad();
      const params = paramsOf(optimizer);
      const trained = step > 1 || params.length === 1 ? params : params.filter((_, i) => i !== 1);
      const loss = lossOf(trained);
      loss.backward();
      return loss;
    });
  }
}

function bits(tensors: readonly Tensor[]): unknown[] {
  return tensors.map(({ data }) => Array.from(data));
}

test("every optimizer exported is in the suite", () => {
  const exported = Object.entries(optim).filter(
    ([name, value]) =>
      typeof value === "function" && value.prototype instanceof Optimizer && name !== "Optimizer",
  );
  expect(exported.map(([name]) => name).sort()).toEqual([...optimizerNames].sort());
});

describe.each(optimizerNames)("%s", (name) => {
  const options = fc.constantFrom<object[]>(...optimizerSamples[name]);

  test("resumes bit for bit from a file, groups that were added included", () => {
    fc.assert(
      fc.property(
        model,
        options,
        fc.nat(3),
        fc.integer({ min: 1, max: 3 }),
        (drawn, given, before, after) => {
          const shape = hasOneGroup(name)
            ? { ...drawn, groups: drawn.groups.slice(0, 1), added: false }
            : drawn;
          const groups = makeGroups(shape);
          const late = shape.added && groups.length > 1 ? groups.pop() : undefined;
          const optimizer = makeOptimizer(name, groups, given);
          train(optimizer, 0, before);
          if (late !== undefined) optimizer.addParamGroup(late);
          train(optimizer, before, 1);
          const resumed = makeOptimizer(name, makeGroups(shape), given);
          resumed.loadStateDict(throughFile(optimizer.stateDict()));
          const own = paramsOf(optimizer);
          paramsOf(resumed).forEach((param, i) => param.data.set(own[i].data));
          train(optimizer, before + 1, after);
          train(resumed, before + 1, after);
          expect(bits(paramsOf(resumed))).toEqual(bits(own));
          expect(throughFile(resumed.stateDict())).toEqual(throughFile(optimizer.stateDict()));
          expect(own.every(({ data }) => data.every(Number.isFinite))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("gives copies of its state, and keeps copies of what it is given", () => {
    const optimizer = makeOptimizer(name, [tensor([1, -2], { requiresGrad: true })], {});
    train(optimizer, 0, 1);
    const saved = optimizer.stateDict();
    const text = JSON.stringify(saved);
    train(optimizer, 1, 1);
    expect(JSON.stringify(saved)).toBe(text);
    optimizer.loadStateDict(saved);
    for (const value of Object.values(saved.state["0"] ?? {}))
      if (value instanceof Tensor) value.data.fill(9);
    expect(JSON.stringify(optimizer.stateDict())).toBe(text);
  });

  test("descends, ascends if asked to, and leaves parameters without a gradient alone", () => {
    const signs =
      "maximize" in makeOptimizer(name, [tensor([1], { requiresGrad: true })], {}).paramGroups[0]
        ? [1, -1]
        : [1];
    for (const sign of signs) {
      const w = tensor([3, -3], { requiresGrad: true, dtype: "float64" });
      const still = tensor([1], { requiresGrad: true });
      const optimizer = makeOptimizer(name, [w, still], {
        lr: 0.01,
        ...(sign < 0 ? { maximize: true } : {}),
      });
      optimizer.step(() => {
        optimizer.zeroGrad();
        const loss = w.square().sum();
        loss.backward();
        return loss;
      });
      expect(sign * (w.square().sum().item() - 18)).toBeLessThan(0);
      expect(still.data[0]).toBe(1);
    }
  });
});
