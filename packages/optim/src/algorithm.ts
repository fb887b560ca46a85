import type { Rules } from "./settings.ts";

/** What every optimizer has: a learning rate. */
export interface CommonSettings {
  /** Learning rate, at least 0. Schedules rewrite it between steps. */
  lr: number;
}

/**
 * What a piece of state is: a tensor of the parameter's shape and dtype, a number, a whole number from 0; and what spans all
 * parameters as one float64 vector of n elements: the vector, or pairs of them, `[pairs, 2, n]`. With a question mark it
 * need not be there.
 */
export type StateKind = "tensor" | "tensor?" | "number" | "count" | "vector?" | "pairs?";

/** The fixed part of an algorithm: its name, its settings and what it keeps per parameter. */
export interface Algorithm<Settings, State> {
  /** As it appears in error messages. */
  readonly name: string;
  readonly defaults: Settings;
  readonly rules: Rules<Settings>;
  /** State kept for a parameter, by name. */
  readonly state: { readonly [Name in keyof State]-?: StateKind };
  /** Checks settings against one another. */
  check?(settings: Settings): void;
}
