import { Generator, type Dtype } from "@rewind/autograd";
import fc from "fast-check";
import type { Plan } from "../samples/index.ts";

/** Sizes, options and course of one trial. fast-check shrinks each towards its smallest. */
export interface Setting {
  readonly steps: number;
  readonly batch: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bidirectional: boolean;
  readonly reverse: boolean;
  /** How many steps of each sequence are padding, as a share of all; null where lengths are not given. */
  readonly padding: readonly number[] | null;
  readonly seed: number;
}

export const settings: fc.Arbitrary<Setting> = fc.record({
  steps: fc.integer({ min: 1, max: 4 }),
  batch: fc.integer({ min: 1, max: 3 }),
  inputSize: fc.integer({ min: 1, max: 3 }),
  hiddenSize: fc.integer({ min: 1, max: 3 }),
  numLayers: fc.integer({ min: 1, max: 2 }),
  bidirectional: fc.boolean(),
  reverse: fc.boolean(),
  padding: fc.option(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** What to build, the same numbers each time. */
export function planOf(setting: Setting, dtype: Dtype = "float64"): Plan {
  return { ...setting, dtype, generator: new Generator(setting.seed) };
}

/** The lengths of a setting's sequences, 0 included; undefined where none are given. */
export function lengthsOf({ padding, steps, batch }: Setting): number[] | undefined {
  return padding?.slice(0, batch).map((share) => Math.round(steps * (1 - share)));
}
