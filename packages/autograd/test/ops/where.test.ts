import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  equal, greater, greaterEqual, isNaN, less, lessEqual, log, notEqual, tensor, where, zerosLike,
} from "../../src/index.ts"; // prettier-ignore

const numbers = fc.array(fc.constantFrom(-1, -0, 0, 1, 2, Infinity, NaN), { minLength: 1, maxLength: 6 });

describe("where", () => {
  test("chooses by truth: everything but 0 is true", () => {
    fc.assert(
      fc.property(numbers, (condition) => {
        const chosen = condition.map((c) => (c === 0 ? 2 : 1));
        expect(where(tensor(condition), 1, 2).toArray()).toEqual(chosen);
        expect(where(condition.map((c) => c !== 0), 1, 2).toArray()).toEqual(chosen); // prettier-ignore
      }),
    );
  });

  test("keeps what is not chosen out of the gradient, whatever its value", () => {
    const x = tensor([-1, 0, 4], { requiresGrad: true });
    where(greater(x, 0), log(where(greater(x, 0), x, 1)), 0)
      .sum()
      .backward();
    expect(x.grad?.toArray()).toEqual([0, 0, 0.25]);
    const a = tensor([1, 2], { requiresGrad: true });
    where([true, false], 0, a).backward(tensor([NaN, 3]));
    expect(a.grad?.toArray()).toEqual([0, 3]);
  });

  test("is no shelter for an infinite slope behind it: choose before", () => {
    const x = tensor([0, 4], { requiresGrad: true });
    where(greater(x, 0), log(x), 0).sum().backward();
    expect(x.grad?.toArray()).toEqual([NaN, 0.25]);
  });

  test("gives the condition no gradient", () => {
    const condition = tensor([1, 0], { requiresGrad: true });
    const a = tensor([3, 4], { requiresGrad: true });
    where(condition, a, 0).sum().backward();
    expect(condition.grad).toBeNull();
    expect(a.grad?.toArray()).toEqual([1, 0]);
  });

  test("takes its dtype from the choices, and from the condition only beside plain numbers", () => {
    const wide = tensor([1, 0], { dtype: "float64" });
    expect(where(wide, tensor([1, 2]), 0).dtype).toBe("float32");
    expect(where(tensor([1, 0]), wide, 0).dtype).toBe("float64");
    expect(where(wide, 0.1, 0.2).toArray()).toEqual([0.1, 0.2]);
  });
});

describe("comparisons", () => {
  test("are JavaScript's, in 0 and 1", () => {
    fc.assert(
      fc.property(fc.constantFrom(-1, -0, 0, 1, NaN), fc.constantFrom(-1, -0, 0, 1, NaN), (a, b) => {
        const results = [equal, notEqual, less, lessEqual, greater, greaterEqual].map((op) =>
          op(a, b).item(),
        );
        expect(results).toEqual([a === b, a !== b, a < b, a <= b, a > b, a >= b].map(Number));
        expect(isNaN(a).item()).toBe(Number(Number.isNaN(a)));
      }),
    );
  });

  test("are constants: nothing is recorded", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    for (const op of [equal, notEqual, less, lessEqual, greater, greaterEqual]) {
      expect(op(x, zerosLike(x)).requiresGrad).toBe(false);
    }
    expect(isNaN(x).requiresGrad).toBe(false);
  });
});
