import { describe, expect, expectTypeOf, test } from "vitest";
import {
  RewindError,
  chunk,
  clamp,
  concat,
  grad,
  gradcheck,
  loadSafetensors,
  saveSafetensors,
  softmax,
  split,
  sum,
  tensor,
  valueAndGrad,
  vjp,
  zeros,
  type Dtype,
  type Tensor,
} from "../src/index.ts";

const x = tensor([1, 2, 3]);

describe("a misspelt option does not compile", () => {
  test("of an operation, as a function and as a method, and throws", () => {
    // @ts-expect-error -- axis
    expect(() => sum(x, { dim: 0 })).toThrow(RewindError);
    // @ts-expect-error -- keepDims
    expect(() => x.sum({ axis: 0, keepdims: true })).toThrow(RewindError);
    // @ts-expect-error -- axis
    expect(() => softmax(x, { dim: 0 })).toThrow(RewindError);
    // @ts-expect-error -- min and max
    expect(() => clamp(x, { minimum: 0 })).toThrow(RewindError);
    // @ts-expect-error -- a dtype
    expect(() => tensor([1], { dtype: "float16" })).toThrow(RewindError);
  });

  test("of joining, creation and the check", () => {
    const misspelt = [
      // @ts-expect-error -- axis
      (): unknown => concat([x, x], { dim: 0 }),
      // @ts-expect-error -- requiresGrad
      (): unknown => tensor([1], { requireGrad: true }),
      // @ts-expect-error -- rtol
      (): unknown => gradcheck((t: Tensor) => t, [x], { tolerance: 1 }),
    ];
    expect(misspelt).toHaveLength(3);
  });
});

test("results are typed from what they are made of", () => {
  expectTypeOf(x.dtype).toEqualTypeOf<Dtype>();
  expectTypeOf(grad((a: Tensor) => a.sum())(x)).toEqualTypeOf<Tensor>();
  expectTypeOf(grad((a: Tensor, b: Tensor) => a.mul(b).sum())(x, x)).toEqualTypeOf<Tensor[]>();
  expectTypeOf(valueAndGrad((a: Tensor) => a.sum())(x).grad).toEqualTypeOf<Tensor>();
  expectTypeOf(vjp((a: Tensor) => a.mul(2), x).value).toEqualTypeOf<Tensor>();
  const { tensors, metadata } = loadSafetensors(saveSafetensors({ x }));
  expectTypeOf(tensors).toEqualTypeOf<Record<string, Tensor>>();
  expectTypeOf(metadata).toEqualTypeOf<Record<string, string>>();
});

test("as many pieces as are written out, as functions and as methods", () => {
  const gates = zeros([2, 8]);
  expectTypeOf(chunk(gates, 4, { axis: 1 })).toEqualTypeOf<[Tensor, Tensor, Tensor, Tensor]>();
  expectTypeOf(gates.chunk(2)).toEqualTypeOf<[Tensor, Tensor]>();
  expectTypeOf(split(gates, [3, 5], { axis: 1 })).toEqualTypeOf<[Tensor, Tensor]>();
  expectTypeOf(gates.split([1, 1])).toEqualTypeOf<[Tensor, Tensor]>();
  const count: number = 4;
  const sizes: number[] = [1, 1];
  expectTypeOf(gates.chunk(count, { axis: 1 })).toEqualTypeOf<Tensor[]>();
  expectTypeOf(gates.split(count)).toEqualTypeOf<Tensor[]>();
  expectTypeOf(gates.split(1)).toEqualTypeOf<Tensor[]>();
  expectTypeOf(gates.split(sizes)).toEqualTypeOf<Tensor[]>();
  // @ts-expect-error -- two pieces
  const [, , third] = gates.chunk(2);
  expect(third).toBe(undefined);
});
