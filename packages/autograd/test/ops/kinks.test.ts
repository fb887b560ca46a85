import { describe, expect, test } from "vitest";
import {
  abs, atan2, ceil, celu, clamp, cummax, cummin, elu, floor, grad, hardsigmoid, hardswish, hardtanh, leakyRelu, maximum,
  minimum, prelu, relu, relu6, round, selu, sign, softplus, sort, tensor, topk, type Dtype, type Tensor,
} from "../../src/index.ts"; // prettier-ignore

// Where a function has no derivative, its gradient is PyTorch's choice.
const gradients = (f: (x: Tensor) => Tensor, xs: number[], dtype: Dtype = "float32"): number[] =>
  Array.from((grad((x: Tensor) => f(x).sum())(tensor(xs, { dtype })) as Tensor).data);

describe("gradients at kinks", () => {
  test.each<[name: string, f: (x: Tensor) => Tensor, xs: number[], expected: number[]]>([
    ["relu", relu, [-1, 0, 1], [0, 0, 1]],
    ["abs", abs, [-1, 0, 1], [-1, 0, 1]],
    ["sign", sign, [-1, 0, 1], [0, 0, 0]],
    ["floor", floor, [-0.5, 0, 2], [0, 0, 0]],
    ["ceil", ceil, [-0.5, 0, 2], [0, 0, 0]],
    ["round", round, [-0.5, 0, 2], [0, 0, 0]],
    ["relu6", relu6, [-1, 0, 3, 6, 7], [0, 0, 1, 0, 0]],
    ["hardsigmoid", (x) => hardsigmoid(x).mul(6), [-4, -3, 0, 3, 4], [0, 0, 1, 0, 0]],
    ["hardswish", hardswish, [-4, -3, 0, 3, 4], [0, -0.5, 0.5, 1.5, 1]],
    ["celu", (x) => celu(x, { alpha: 0.5 }), [0, 1], [1, 1]],
    ["prelu", (x) => prelu(x, 0.25), [-1, 0, 1], [0.25, 0.25, 1]],
    ["atan2 of its first argument", (x) => atan2(x, 0), [0, 2], [0, 0]],
    ["atan2 of its second argument", (x) => atan2(0, x), [0, 2], [-0, -0]],
    ["cummax", (x) => cummax(x).values, [1, 3, 3, 2], [1, 1, 2, 0]],
    ["cummin", (x) => cummin(x).values, [3, 1, 1, 2], [1, 1, 2, 0]],
    ["sort", (x) => sort(x).values.mul([1, 2, 3]), [2, 1, 1], [3, 1, 2]],
    ["topk", (x) => topk(x, 2).values.mul([1, 2]), [2, 1, 2, 1], [1, 0, 2, 0]],
    ["leakyRelu", (x) => leakyRelu(x, { negativeSlope: 0.25 }), [-1, 0, 1], [0.25, 0.25, 1]],
    ["elu", (x) => elu(x, { alpha: 0.5 }), [0, 1], [0.5, 1]],
    ["clamp", (x) => clamp(x, { min: -1, max: 1 }), [-2, -1, 0, 1, 2], [0, 1, 1, 1, 0]],
    ["hardtanh", (x) => hardtanh(x), [-2, -1, 0, 1, 2], [0, 0, 1, 0, 0]],
    ["softplus", (x) => softplus(x, { beta: 2, threshold: 3 }), [1.75, 40], [1, 1]],
  ])("%s", (_, f, xs, expected) => {
    expect(gradients(f, xs)).toEqual(expected);
    expect(gradients(f, xs, "float64")).toEqual(expected);
  });

  test("selu", () => {
    const scale = 1.0507009873554805;
    expect(gradients(selu, [0, 1], "float64")).toEqual([scale * 1.6732632423543772, scale]);
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
