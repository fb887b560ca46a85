import { describe, expect, test } from "vitest";
import {
  abs, clamp, elu, grad, hardtanh, leakyRelu, maximum, minimum, relu, sign, softplus, tensor, type Dtype, type Tensor,
} from "../../src/index.ts"; // prettier-ignore

// Where a function has no derivative, its gradient is PyTorch's choice.
const gradients = (f: (x: Tensor) => Tensor, xs: number[], dtype: Dtype = "float32"): number[] =>
  Array.from((grad((x: Tensor) => f(x).sum())(tensor(xs, { dtype })) as Tensor).data);

describe("gradients at kinks", () => {
  test.each<[name: string, f: (x: Tensor) => Tensor, xs: number[], expected: number[]]>([
    ["relu", relu, [-1, 0, 1], [0, 0, 1]],
    ["abs", abs, [-1, 0, 1], [-1, 0, 1]],
    ["sign", sign, [-1, 0, 1], [0, 0, 0]],
    ["leakyRelu", (x) => leakyRelu(x, { negativeSlope: 0.25 }), [-1, 0, 1], [0.25, 0.25, 1]],
    ["elu", (x) => elu(x, { alpha: 0.5 }), [0, 1], [0.5, 1]],
    ["clamp", (x) => clamp(x, { min: -1, max: 1 }), [-2, -1, 0, 1, 2], [0, 1, 1, 1, 0]],
    ["hardtanh", (x) => hardtanh(x), [-2, -1, 0, 1, 2], [0, 0, 1, 0, 0]],
    ["softplus", (x) => softplus(x, { beta: 2, threshold: 3 }), [1.75, 40], [1, 1]],
  ])("%s", (_, f, xs, expected) => {
    expect(gradients(f, xs)).toEqual(expected);
    expect(gradients(f, xs, "float64")).toEqual(expected);
  });

  test("ties share the gradient of maximum and minimum half and half", () => {
    for (const op of [maximum, minimum]) {
      const a = tensor([1, 2, 3], { requiresGrad: true });
      const b = tensor([2, 2, 2], { requiresGrad: true });
      op(a, b).sum().backward();
      const won = op === maximum ? [0, 0.5, 1] : [1, 0.5, 0];
      expect(a.grad?.toArray()).toEqual(won);
      expect(b.grad?.toArray()).toEqual(won.map((share) => 1 - share));
    }
  });

  test("a bound that float32 rounds is still the bound", () => {
    const rounded = Math.fround(0.1);
    expect(rounded).toBeGreaterThan(0.1);
    expect(gradients((x) => clamp(x, { max: 0.1 }), [rounded])).toEqual([1]);
    expect(gradients((x) => hardtanh(x, { max: 0.1 }), [rounded])).toEqual([0]);
  });
});
