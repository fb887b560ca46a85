import { tensor, type Indices, type Tensor, type TensorLike } from "@rewind/autograd";
import { expect, expectTypeOf, test } from "vitest";
import * as nn from "../src/index.ts";

// `npm run check` compiles this file: a line that should not compile and does is an error there.

test("a misspelt option is an error of the compiler, and of the program where the compiler was overruled", () => {
  // @ts-expect-error: bias
  expect(() => new nn.Linear(1, 1, { bais: false })).toThrow(/unknown option "bais"/);
  // @ts-expect-error: padding
  expect(() => new nn.Conv1d(1, 1, 1, { pading: 1 })).toThrow(/unknown option "pading"/);
  // @ts-expect-error: batchFirst
  expect(() => new nn.MultiheadAttention(2, 1, { batch_first: true })).toThrow(/unknown option/);
  // @ts-expect-error: dimFeedforward
  expect(() => new nn.TransformerEncoderLayer(2, 1, { dimFeedForward: 4 })).toThrow(/unknown option/);
  // @ts-expect-error: negativeSlope
  expect(() => new nn.LeakyReLU({ slope: 0.1 })).toThrow(/unknown option "slope"/);
  // @ts-expect-error: delta
  expect(() => new nn.HuberLoss({ beta: 1 })).toThrow(/unknown option "beta"/);
  // @ts-expect-error: reduction
  expect(() => nn.mseLoss([1], [1], { reducton: "sum" })).toThrow(/unknown option "reducton"/);
  // @ts-expect-error: one of "mean", "sum" and "none"
  expect(() => nn.mseLoss([1], [1], { reduction: "avg" })).toThrow(/reduction must be one of/);
  // @ts-expect-error: gain
  expect(() => nn.init.xavierUniform(tensor([[1]]), { gian: 2 })).toThrow(/unknown option "gian"/);
  // @ts-expect-error: strict
  expect(() => new nn.Linear(1, 1).loadStateDict({}, { strickt: false })).toThrow(/unknown option/);
});

test("a field declared as a Parameter takes no other tensor", () => {
  const layer = new nn.Linear(1, 1);
  // @ts-expect-error: a Parameter
  expect(() => (layer.weight = tensor([[1]]))).toThrow(/must stay a Parameter/);
  // @ts-expect-error: a Parameter
  expect(() => (layer.bias = layer.bias!.mul(2))).toThrow(/must stay a Parameter/);
  layer.weight = new nn.Parameter([[2]]);
  layer.bias = null;
  class Net extends nn.Module {
    scale = new nn.Parameter([1]);
  }
  // @ts-expect-error: a Parameter
  expect(() => (new Net().scale = tensor([1]))).toThrow(/must stay a Parameter/);
  // @ts-expect-error: tensors are read-only
  expect(() => (layer.weight.data = new Float32Array(1))).toThrow(/cannot be assigned/);
  // @ts-expect-error: a Tensor
  expect(() => (layer.weight.grad = [[1]])).toThrow(/^grad: must be/);
});

test("functionalCall takes and gives what forward does", () => {
  const call = (): unknown =>
    nn.functionalCall(new nn.Linear(1, 1), { weight: tensor([[1]]) }, tensor([[1]]));
  expect(call).toThrow(/no tensor for bias/);
  expectTypeOf(nn.functionalCall<nn.Linear>).returns.toEqualTypeOf<Tensor>();
  // @ts-expect-error: what forward takes
  expect(() => nn.functionalCall(new nn.ReLU(), {}, "x")).toThrow(/^relu: /);
});

test("what layers and losses take and give", () => {
  expectTypeOf(nn.crossEntropy).returns.toEqualTypeOf<Tensor>();
  expectTypeOf<Tensor>().toExtend<Parameters<typeof nn.crossEntropy>[1]>();
  expectTypeOf<Int32Array>().toExtend<Parameters<typeof nn.crossEntropy>[1]>();
  expectTypeOf(new nn.NLLLoss().forward).parameters.toEqualTypeOf<
    [input: TensorLike, target: Indices | number]
  >();
  expectTypeOf(new nn.MSELoss().forward).returns.toEqualTypeOf<Tensor>();
  expect(new nn.Linear(1, 1, { bias: false }).bias).toBeNull();
  expectTypeOf(new nn.Linear(1, 1).bias).toEqualTypeOf<nn.Parameter | null>();
  expectTypeOf(new nn.MultiheadAttention(1, 1).forward).returns.toEqualTypeOf<nn.MultiheadAttentionResult>();
  expectTypeOf(new nn.ReLU()).toExtend<nn.Layer>();
  expectTypeOf(new nn.HuberLoss({ delta: 2 }).options).toEqualTypeOf<Readonly<nn.HuberLossOptions>>();
  expectTypeOf(nn.init.zeros(new nn.Parameter([1]))).toEqualTypeOf<nn.Parameter>();
});
