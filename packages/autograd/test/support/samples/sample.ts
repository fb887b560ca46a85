import type { Tensor } from "../../../src/index.ts";

/**
 * Where an input's elements are drawn from: `real` (-2, 2), `positive` (0.2, 2), `unit` (-0.9, 0.9), `distinct` reals
 * far enough apart that no finite difference crosses a tie, `nonzero` at least 0.2 from zero (and from ±0.5, ±1 and
 * other kinks of common activations).
 */
export type Domain = "real" | "positive" | "unit" | "distinct" | "nonzero";

/** One way to call an operation. */
export interface Sample {
  /** Shapes of its tensor inputs. */
  readonly inputs: readonly (readonly number[])[];
  /** The call, options and indices filled in. */
  readonly call: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
}

/** What the suites need to know of an operation. */
export interface OpSamples {
  /** Where inputs are drawn from: one domain for all, or one each. Default `real`. */
  readonly domain?: Domain | readonly Domain[];
  /** Calls that cover its options, broadcasting, an axis of size 0 and one of size 1. */
  readonly samples: readonly Sample[];
  /** Calls that must throw a typed error naming the operation. */
  readonly bad: readonly (() => unknown)[];
  /** Why it has no gradient, if it has none: `"piecewise constant"`, `"integer result"`. */
  readonly noGradient?: string;
  /** Why a NaN among the inputs need not show in the result, if so. */
  readonly hidesNaN?: string;
  /** Why it cannot take an axis of size 0, if so. */
  readonly noEmpty?: string;
}
