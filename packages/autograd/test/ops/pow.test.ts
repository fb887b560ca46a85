import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad, pow, tensor, type Tensor } from "../../src/index.ts";

const float64 = (x: number): Tensor => tensor(x, { dtype: "float64" });
const gradients = (a: number, b: number): number[] =>
  (grad((x: Tensor, y: Tensor) => pow(x, y))(float64(a), float64(b)) as Tensor[]).map((g) => g.item());

describe("pow", () => {
  test.each([
    [0, 0, 1],
    [NaN, 0, 1],
    [1, NaN, 1],
    [1, Infinity, 1],
    [-1, -Infinity, 1],
    [-2, 3, -8],
    [-2, 0.5, NaN],
    [0, -1, Infinity],
  ])("%d to the power %d is %d, as in IEEE 754", (a, b, expected) => {
    expect(pow(float64(a), b).item()).toBe(expected);
  });

  test.each([
    [0, 0, [0, 0]],
    [0, 1, [1, 0]],
    [0, 2, [0, 0]],
    [3, 0, [0, Math.log(3)]],
    [2, 3, [12, 8 * Math.log(2)]],
  ])("at %d to the power %d has gradients %j", (a, b, expected) => {
    expect(gradients(a, b)).toEqual(expected);
  });

  test("an exponent of 0 gives any base the gradient 0", () => {
    const assertZero = (a: number): void => {
      expect(Math.abs(gradients(a, 0)[0])).toBe(0);
    };
    fc.assert(fc.property(fc.double(), assertZero));
    [0, -0, 5e-324, -1e-310, Infinity, NaN].forEach(assertZero);
    const tiny = tensor(1e-40, { requiresGrad: true });
    pow(tiny, 0).backward();
    expect(tiny.grad?.item()).toBe(0);
  });

  test("of a whole exponent differentiates to the falling factorial at every order, at 0 too", () => {
    for (const a of [-1.5, 0, 2]) {
      let f = (x: Tensor): Tensor => pow(x, 3);
      for (const expected of [3 * a * a, 6 * a, 6, 0]) {
        const inner = f;
        f = (x) => grad(inner)(x) as Tensor;
        expect(f(float64(a)).item()).toBeCloseTo(expected, 12);
      }
    }
  });
});
