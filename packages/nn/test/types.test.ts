import { RewindError, randn, tensor, type Tensor } from "@rewind/autograd";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  Conv1d,
  Dropout,
  Embedding,
  LayerNorm,
  Linear,
  Sequential,
  crossEntropy,
  klDiv,
  mseLoss,
  type LoadResult,
  type Parameter,
} from "../src/index.ts";

describe("a misspelt option does not compile, and throws", () => {
  test("of a layer", () => {
    // @ts-expect-error -- bias
    expect(() => new Linear(2, 3, { biases: false })).toThrow(RewindError);
    // @ts-expect-error -- paddingIdx
    expect(() => new Embedding(4, 2, { padding: 0 })).toThrow(RewindError);
    // @ts-expect-error -- p
    expect(() => new Dropout({ rate: 0.5 })).toThrow(RewindError);
    // @ts-expect-error -- eps
    expect(() => new LayerNorm(3, { epsilon: 1e-5 })).toThrow(RewindError);
    // @ts-expect-error -- stride
    expect(() => new Conv1d(1, 1, 2, { strides: 2 })).toThrow(RewindError);
  });

  test("of a loss", () => {
    const x = randn([2, 3]);
    // @ts-expect-error -- reduction
    expect(() => mseLoss(x, x, { reduce: "sum" })).toThrow(RewindError);
    // @ts-expect-error -- "mean", "sum" or "none"
    expect(() => mseLoss(x, x, { reduction: "batchmean" })).toThrow(RewindError);
    // @ts-expect-error -- labelSmoothing
    expect(() => crossEntropy(x, [0, 1], { smoothing: 0.1 })).toThrow(RewindError);
    expect(klDiv(x, x.exp(), { reduction: "batchmean" }).size).toBe(1);
  });
});

test("a module's parts have their types", () => {
  const linear = new Linear(2, 3);
  expectTypeOf(linear.weight).toEqualTypeOf<Parameter>();
  expectTypeOf(linear.bias).toEqualTypeOf<Parameter | null>();
  expectTypeOf(linear.forward(tensor([[1, 2]]))).toEqualTypeOf<Tensor>();
  expectTypeOf(linear.namedParameters()).toEqualTypeOf<[string, Parameter][]>();
  expectTypeOf(linear.loadStateDict(linear.stateDict())).toEqualTypeOf<LoadResult>();
  // @ts-expect-error -- weight
  expect(linear.weights).toBeUndefined();
  expect(new Sequential(linear).forward(tensor([[1, 2]])).shape).toEqual([1, 3]);
});
