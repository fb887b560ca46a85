import { Generator, RewindError, Tensor, tensor, zeros } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";
import * as lossModules from "../src/losses/modules.ts";
import { assertClose } from "./support/assert-close.ts";
import { assertDifferentiable } from "./support/assert-differentiable.ts";
import { drawAll } from "./support/draw.ts";
import { assertLaw } from "./support/laws.ts";
import type { LayerSample, LayerSamples } from "./support/samples/layer.ts";
import { samples } from "./support/samples/layers.ts";
import { withParameters } from "./support/with-parameters.ts";

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

/** A sample's layer and its call, which draws the same random numbers each time. */
function make({ build }: LayerSample, seed: number): { layer: nn.Module; call: (...xs: Tensor[]) => Tensor } {
  const generator = new Generator(seed);
  const { layer, call } = build(generator);
  const state = generator.state();
  return {
    layer,
    call(...xs) {
      generator.restore(state);
      return call(...xs);
    },
  };
}

const valuesOf = (layer: nn.Module): [string, number[]][] =>
  Object.entries(layer.stateDict()).map(([name, { data }]) => [name, [...data]]);

test("the samples cover the exported layers, and nothing else", () => {
  const layers = Object.entries(nn).filter(
    ([name, value]) =>
      typeof value === "function" &&
      value.prototype instanceof nn.Module &&
      !(name in lossModules || name === "ModuleList" || name === "ModuleDict"),
  );
  expect(Object.keys(samples).sort()).toEqual(layers.map(([name]) => name).sort());
});

describe.each(Object.entries(samples) as [string, LayerSamples<never>][])("%s", (name, of) => {
  const named = new RegExp(`^(${name}|${of.worker ?? name})\\b`, "i");

  test("gradients of inputs and parameters agree with finite differences to order 2, jvp is the transpose of vjp", () => {
    for (const given of of.samples) {
      fc.assert(
        fc.property(seeds, (seed) => {
          const { layer, call } = make(given, seed);
          const { values, run } = withParameters(layer.to("float64"));
          assertDifferentiable(
            (...all) => run(all.slice(given.inputs.length), () => call(...all.slice(0, given.inputs.length))),
            [...drawAll(given.inputs, "real", seed), ...values],
          );
        }),
        { numRuns: 2 },
      );
    }
  });

  test("float32 agrees with float64; inputs are left alone", () => {
    for (const given of of.samples) {
      fc.assert(
        fc.property(seeds, (seed) => {
          const inputs = drawAll(given.inputs, "real", seed, "float32");
          const before = inputs.map(({ data }) => data.slice());
          const rounded = make(given, seed).call(...inputs);
          inputs.forEach(({ data }, i) => expect(data).toEqual(before[i]));
          const { layer, call } = make(given, seed);
          layer.to("float64");
          const exact = call(...drawAll(given.inputs, "real", seed));
          expect([rounded.dtype, exact.dtype]).toEqual(["float32", "float64"]);
          assertClose(rounded, exact, { rtol: 1e-4, atol: 1e-4 });
        }),
        { numRuns: 3 },
      );
    }
  });

  test("a state loaded into another layer makes it the same; a bad tensor in it changes nothing", () => {
    for (const given of of.samples) {
      const [from, into] = [make(given, 1), make(given, 2)];
      const state = from.layer.stateDict();
      for (const bad of Object.keys(state)) {
        const before = valuesOf(into.layer);
        expect(() => into.layer.loadStateDict({ ...state, [bad]: zeros([7, 7]) })).toThrow(bad);
        expect(valuesOf(into.layer)).toEqual(before);
      }
      into.layer.loadStateDict(state);
      expect(valuesOf(into.layer)).toEqual(valuesOf(from.layer));
    }
  });

  test("its parameters start with PyTorch's distributions, the same for the same seed", () => {
    const { make: makeLarge, laws } = of.initial;
    for (const seed of [1, 2, 3]) {
      const parameters = makeLarge(new Generator(seed)).namedParameters();
      expect(parameters.map(([parameter]) => parameter).sort()).toEqual(Object.keys(laws).sort());
      for (const [parameter, values] of parameters) assertLaw(parameter, values, laws[parameter]);
      const again = makeLarge(new Generator(seed)).parameters();
      parameters.forEach(([, { data }], i) => expect(again[i].data).toEqual(data));
    }
  });

  test("refuses bad arguments, bad values of each option, and unknown options, by its name", () => {
    const [first] = of.samples;
    const inputs = drawAll(first.inputs, "real", 1, "float32");
    const withOptions = (options: object): unknown => {
      const layer = of.construct(options);
      return (layer.forward as (...xs: Tensor[]) => Tensor)(...inputs);
    };
    const refused = [
      ...of.bad,
      ...Object.entries(of.badOptions).map(
        ([key, value]) =>
          () =>
            withOptions({ [key]: value }),
      ),
    ];
    for (const call of refused) {
      expect(call).toThrow(RewindError);
      expect(call).toThrow(named);
    }
    if (Object.keys(of.badOptions).length > 0)
      for (const unknown of [{ nam: 1 }, null, 3])
        expect(() => of.construct(unknown as object)).toThrow(
          new RegExp(`^${name}: (unknown option|options)`),
        );
  });

  test("an input of another shape or kind is refused by name, or means something finite", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }).map((shape) => zeros(shape));
    const strange = fc.constantFrom("x", null, undefined, {}, [[1], [1, 2]], ["a"], true, () => 1);
    const possible = of.samples.filter(({ inputs }) => inputs.length > 0);
    if (possible.length === 0) return;
    fc.assert(
      fc.property(seeds, fc.nat(), fc.oneof(shapes, strange), (seed, choice, other) => {
        const given = possible[choice % possible.length];
        const inputs: unknown[] = drawAll(given.inputs, "real", seed, "float32");
        inputs[choice % inputs.length] = other;
        const { layer, call } = make(given, seed);
        const before = valuesOf(layer);
        let value: Tensor;
        try {
          value = call(...(inputs as Tensor[]));
        } catch (error) {
          expect(error).toBeInstanceOf(RewindError);
          expect((error as Error).message).toMatch(named);
          expect(valuesOf(layer)).toEqual(before);
          return;
        }
        expect(value).toBeInstanceOf(Tensor);
        expect(value.data.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  test("lets NaN through", () => {
    for (const given of of.samples) {
      if (given.inputs.length === 0 || given.inputs[0].includes(0)) continue;
      const inputs = drawAll(given.inputs, "real", 3, "float32");
      inputs[0] = tensor(inputs[0].data.map(() => NaN), { shape: inputs[0].shape }); // prettier-ignore
      expect(
        make(given, 1)
          .call(...inputs)
          .data.some(Number.isNaN),
      ).toBe(true);
    }
  });
});
