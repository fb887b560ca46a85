import { ArgumentError, Tensor, zeros } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";
import * as lossModules from "../src/losses/modules.ts";
import { samples } from "./support/samples/layers.ts";
import type { LayerSamples } from "./support/samples/layer.ts";
import { drawAll } from "./support/draw.ts";
import { Generator } from "@rewind/autograd";

type Callable = (...args: unknown[]) => unknown;
const extras = [{ inplace: true }, true, "p.", 3, null];

describe.each([
  "parameters",
  "namedParameters",
  "buffers",
  "namedBuffers",
  "modules",
  "children",
  "namedChildren",
  "stateDict",
  "eval",
  "zeroGrad",
  "summary",
] as const)("Module.%s", (name) => {
  test("takes nothing, and says so", () => {
    const layer = new nn.Linear(2, 3);
    for (const extra of extras) {
      const call = (): unknown => (layer[name] as Callable)(extra);
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(
        new RegExp(`^Linear\\.${name}: takes no arguments and no options, got .* as well`),
      );
    }
    expect(() => (layer[name] as Callable)(undefined)).not.toThrow();
  });
});

test("methods of one argument take no second", () => {
  const layer = new nn.Linear(2, 3);
  for (const [name, argument] of [
    ["train", true],
    ["apply", () => {}],
    ["to", "float32"],
  ] as const)
    expect(() => (layer[name] as Callable)(argument, { strict: true })).toThrow(
      new RegExp(`^Linear\\.${name}: takes one argument`),
    );
  expect(() => (new nn.ModuleList().push as Callable).call(new nn.ModuleList(), layer, layer)).toThrow(
    /^ModuleList\.push: takes one/,
  );
});

const without = Object.entries(samples as Record<string, LayerSamples<never>>);
test.each(without)("the forward of %s refuses what it does not take", (name, of) => {
  for (const sample of of.samples.filter(({ inputs }) => inputs.length > 0)) {
    const { layer } = sample.build(new Generator(1));
    const inputs = drawAll(sample.inputs, "real", 1, "float32");
    const call = (): unknown =>
      (layer.forward as Callable)(...inputs, ...[1, 2, 3, 4].map(() => ({ nonsense: 1 })));
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(new RegExp(`^${name}`));
  }
});

test("activations and losses refuse the options of other libraries, made or called", () => {
  for (const name of [
    "ReLU",
    "ReLU6",
    "Tanh",
    "Sigmoid",
    "SiLU",
    "SELU",
    "Mish",
    "Hardswish",
    "Hardsigmoid",
    "LogSigmoid",
    "Softsign",
  ] as const) {
    const Layer = Object.entries(nn).find(([own]) => own === name)?.[1] as unknown as new (
      options?: unknown,
    ) => nn.Module;
    expect(() => new Layer({ inplace: true })).toThrow(
      new RegExp(`^${name}: unknown option "inplace"; it takes none`),
    );
    expect(() => new Layer(true)).toThrow(ArgumentError);
    expect(() => (new Layer().forward as Callable)(zeros([2]), { inplace: true })).toThrow(ArgumentError);
  }
  for (const [name, Loss] of Object.entries(lossModules))
    expect(() =>
      (new Loss() as unknown as { forward: Callable }).forward(...new Array(5).fill(zeros([2, 3]))),
    ).toThrow(new RegExp(`^${name}`));
});

test("initialisers can be mapped over tensors, and take no options they do not know", () => {
  const tensors = [zeros([2]), zeros([3])];
  expect(tensors.map(nn.init.ones)).toEqual(tensors);
  expect(() => (nn.init.zeros as Callable)(zeros([2]), { dtype: "float64" })).toThrow(
    /^init\.zeros: takes one argument/,
  );
  expect(tensors.every((t) => t instanceof Tensor && t.data.every((value) => value === 1))).toBe(true);
});
