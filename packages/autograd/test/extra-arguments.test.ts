import { describe, expect, test } from "vitest";
import * as ops from "../src/ops/index.ts";
import {
  ArgumentError, Generator, Tensor, add, defineOp, grad, isGradEnabled, jvp, loadNpy, manualSeed, noGrad, onesLike, reshape, saveNpy, tanh, tape,
  tensor, zeros, zerosLike,
} from "../src/index.ts"; // prettier-ignore

type Callable = (...args: unknown[]) => unknown;
const x = zeros([2, 2]);
const vector = zeros([3]);

/** Operations without options, by how many arguments they take. */
const arities: Partial<Record<keyof typeof ops, unknown[]>> = {
  bilinear: [x, x, zeros([1, 2, 2]), null],
  clone: [x],
  dot: [vector, vector],
  expand: [x, [2, 2]],
  flatten: [x, 0, -1],
  flip: [x, 0],
  lerp: [x, x, 0.5],
  linear: [x, x, null],
  maskedFill: [x, x, 1],
  maskedSelect: [x, x],
  movedim: [x, 0, 1],
  outer: [vector, vector],
  permute: [x, [1, 0]],
  prelu: [x, 0.5],
  repeat: [x, [1, 2]],
  reshape: [x, [4]],
  roll: [x, 1, 0],
  select: [x, 0, 1],
  slice: [x, [null]],
  squeeze: [x, null],
  swapaxes: [x, 0, 1],
  to: [x, "float64"],
  transpose: [x, 0, 1],
  unfold: [x, 0, 1, 1],
  unsqueeze: [x, 0],
  where: [x, x, x],
};
const unary = [
  "abs", "ceil", "cos", "erf", "exp", "floor", "isNaN", "log", "logSigmoid", "mish", "neg", "reciprocal", "relu", "relu6", "round", "selu",
  "sigmoid", "sign", "silu", "sin", "softsign", "sqrt", "square", "tanh",
] as const; // prettier-ignore
const binary = ["add", "div", "equal", "greater", "less", "maximum", "mul", "pow", "sub"] as const;
for (const name of unary) arities[name] = [x];
for (const name of binary) arities[name] = [x, x];

const extras: unknown[] = [{ inplace: true }, { dtype: "float64" }, {}, true, "float64", null, () => 1, x];

describe.each(Object.entries(arities))("%s", (name, args) => {
  const call = Object.entries(ops).find(([own]) => own === name)?.[1] as unknown as Callable;
  const refused = new RegExp(`^${name}: takes (one argument|\\d arguments) and no options, got .* as well`);

  test("refuses what it does not take, as a function and as a method", () => {
    const method = (x as unknown as Record<string, Callable>)[name];
    expect(call(...args)).toBeInstanceOf(Tensor);
    for (const extra of extras) {
      for (const run of [() => call(...args, extra), () => method.call(args[0], ...args.slice(1), extra)]) {
        expect(run).toThrow(ArgumentError);
        expect(run).toThrow(refused);
      }
    }
  });

  test("is a function to map with, and does not mind what is undefined", () => {
    expect(call(...args, undefined)).toBeInstanceOf(Tensor);
    expect(call(...args, 3, [x])).toBeInstanceOf(Tensor);
  });
});

test("lists are mapped, reduced and filled by operations", () => {
  const tensors = [tensor([1, 2]), tensor([3, 4])];
  expect(tensors.map(tanh)).toHaveLength(2);
  expect(Array.from(tensors, tanh)).toHaveLength(2);
  expect(tensors.map(zerosLike)).toHaveLength(2);
  expect(tensors.reduce(add).toArray()).toEqual([4, 6]);
});

test("functions other than operations, and methods, refuse it too", () => {
  const leaf = tensor([1, 2], { requiresGrad: true });
  const options = { dtype: "float64" };
  const calls: Record<string, Callable> = {
    zerosLike: (o) => (zerosLike as Callable)(x, o),
    onesLike: (o) => (onesLike as Callable)(x, o),
    noGrad: (o) => (noGrad as Callable)(() => 1, o),
    isGradEnabled: (o) => (isGradEnabled as Callable)(o),
    manualSeed: (o) => (manualSeed as Callable)(1, o),
    grad: (o) => (grad as Callable)((a: Tensor) => a.sum(), o),
    jvp: (o) => (jvp as Callable)((a: Tensor) => a, [x], [x], o),
    defineOp: (o) =>
      (defineOp as Callable)({ name: "f", forward: (a: Tensor) => a, backward: () => null }, o),
    saveNpy: (o) => (saveNpy as Callable)(x, o),
    loadNpy: (o) => (loadNpy as Callable)(saveNpy(x), o),
    tape: (o) => (tape as Callable)(leaf.mul(2), o),
    reshape: (o) => (reshape as Callable)(x, [2], [2], o),
    item: (o) => (tensor(1).item as Callable).call(tensor(1), o),
    toArray: (o) => (x.toArray as Callable).call(x, o),
    detach: (o) => (x.detach as Callable).call(x, o),
    zeroGrad: (o) => (leaf.zeroGrad as Callable).call(leaf, o),
    detach_: (o) => (leaf.mul(2).detach_ as Callable).call(leaf.mul(2), o),
    retainGrad: (o) => (leaf.retainGrad as Callable).call(leaf, o),
    backward: (o) => (leaf.sum().backward as Callable).call(leaf.sum(), undefined, {}, o),
    "Generator.state": (o) => {
      const generator = new Generator(1);
      return (generator.state as Callable).call(generator, o);
    },
  };
  for (const [name, call] of Object.entries(calls)) {
    expect(() => call(options)).toThrow(ArgumentError);
    expect(() => call(options)).toThrow(new RegExp(`^${name}: takes`));
  }
  // JSON.stringify gives toJSON a key.
  expect(JSON.stringify({ x })).toContain('"shape":[2,2]');
});
