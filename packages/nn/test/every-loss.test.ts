import { RewindError, Tensor, tensor, zeros } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as losses from "../src/losses/index.ts";
import type { Module } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { assertDifferentiable } from "./support/assert-differentiable.ts";
import { drawAll, type Domain } from "./support/draw.ts";
import { samples } from "./support/samples/losses.ts";

type Compute = (...args: unknown[]) => Tensor;
/** What is known of every loss, whatever its arguments. */
interface AnySamples {
  readonly module: new (options?: object) => Module & { forward: Compute };
  readonly domain?: Domain | readonly Domain[];
  readonly samples: readonly {
    readonly inputs: readonly (readonly number[])[];
    readonly args: (...inputs: Tensor[]) => unknown[];
    readonly options?: object;
  }[];
  readonly empty: unknown[];
  readonly weightedMean?: string;
  readonly badOptions: Readonly<Record<string, unknown>>;
  readonly bad: readonly (() => unknown)[];
}

const exported: Readonly<Record<string, unknown>> = losses;
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const reductions = fc.constantFrom("mean", "sum", "none");

test("the samples cover the exported losses, and nothing else", () => {
  expect(Object.keys(samples).sort()).toEqual(Object.keys(losses).sort());
});

describe.each(Object.entries(samples) as unknown as [string, AnySamples][])("%s", (name, of) => {
  const loss = exported[name] as Compute;
  const { domain = "real" } = of;
  const named = new RegExp(`^${name}\\b`);

  test("gradients of orders 1 and 2 agree with finite differences, jvp is the transpose of vjp", () => {
    for (const { inputs, args, options = {} } of of.samples) {
      fc.assert(
        fc.property(seeds, reductions, (seed, reduction) => {
          assertDifferentiable(
            (...xs) => loss(...args(...xs), { ...options, reduction }),
            drawAll(inputs, domain, seed),
          );
        }),
        { numRuns: 6 },
      );
    }
  });

  test("mean and sum are those of none, and a sample's loss does not depend on the reduction", () => {
    for (const { inputs, args, options = {} } of of.samples) {
      fc.assert(
        fc.property(seeds, (seed) => {
          const given = args(...drawAll(inputs, domain, seed));
          const at = (reduction: string): Tensor => loss(...given, { ...options, reduction });
          assertClose(at("sum"), at("none").sum(), { rtol: 1e-12, atol: 1e-12 });
          if (of.weightedMean === undefined)
            assertClose(at("mean"), at("none").mean(), { rtol: 1e-12, atol: 1e-12 });
          expect(loss(...given, options).item()).toBe(at("mean").item());
        }),
        { numRuns: 5 },
      );
    }
  });

  test("float32 agrees with float64, and the module with the function", () => {
    for (const { inputs, args, options } of of.samples) {
      fc.assert(
        fc.property(seeds, (seed) => {
          const exact = loss(...args(...drawAll(inputs, domain, seed)), options);
          const rounded = new of.module(options).forward(
            ...args(...drawAll(inputs, domain, seed, "float32")),
          );
          expect([exact.dtype, rounded.dtype]).toEqual(["float64", "float32"]);
          assertClose(rounded, exact, { rtol: 1e-5, atol: 1e-5 });
        }),
        { numRuns: 5 },
      );
    }
  });

  test("of no samples: the mean is NaN, as in PyTorch, the sum 0", () => {
    const at = (reduction: string): Tensor => loss(...of.empty, { reduction });
    expect(at("sum").item()).toBe(0);
    expect(at("none").size).toBe(0);
    if (name !== "ctcLoss") expect(at("mean").item()).toBeNaN();
  });

  test("refuses bad arguments, bad values of each option, and unknown options, by its name", () => {
    const [{ inputs, args }] = of.samples;
    const given = args(...drawAll(inputs, domain, 1));
    const refused = [
      ...of.bad,
      ...Object.entries(of.badOptions).map(
        ([key, value]) =>
          () =>
            loss(...given, { [key]: value }),
      ),
      () => loss(...given, { reducton: "sum" }),
      () => loss(...given, null),
    ];
    for (const call of refused) {
      expect(call).toThrow(RewindError);
      expect(call).toThrow(named);
    }
    const { module: LossModule } = of;
    expect(() => new LossModule({ reducton: "sum" })).toThrow(
      new RegExp(`^${LossModule.name}: unknown option "reducton"`),
    );
    expect(new LossModule().parameters()).toEqual([]);
  });

  test("an argument of another shape or kind is refused by name, or means something finite", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).map((shape) => zeros(shape));
    const strange = fc.constantFrom("x", null, undefined, {}, [[1], [1, 2]], ["a"], [0.5], true, () => 1);
    fc.assert(
      fc.property(seeds, fc.nat(), fc.oneof(shapes, strange), (seed, choice, other) => {
        const { inputs, args, options } = of.samples[choice % of.samples.length];
        const given = args(...drawAll(inputs, domain, seed));
        given[choice % given.length] = other;
        let value: Tensor;
        try {
          value = loss(...given, { ...options, reduction: "sum" });
        } catch (error) {
          expect(error).toBeInstanceOf(RewindError);
          expect((error as Error).message).toMatch(named);
          return;
        }
        expect(value).toBeInstanceOf(Tensor);
        expect(value.data.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("leaves its arguments alone, and lets NaN through", () => {
    for (const { inputs, args, options } of of.samples) {
      const drawn = drawAll(inputs, domain, 3);
      const before = drawn.map(({ data }) => data.slice());
      loss(...args(...drawn), options);
      drawn.forEach(({ data }, i) => expect(data).toEqual(before[i]));
      const [first, ...others] = drawn;
      const poisoned = tensor(first.data.map(() => NaN), { shape: first.shape }); // prettier-ignore
      expect(loss(...args(poisoned, ...others), { ...options, reduction: "sum" }).item()).toBeNaN();
    }
  });
});
