import type { Generator } from "@rewind/autograd";

/** Reads one character and returns the probability of each character to come next. */
export type Say = (id: number) => ArrayLike<number>;

/** What a net reads, and when it is asked for what comes next. */
export interface Reading {
  readonly characters: readonly string[];
  /** How many of them an answer is chosen from. */
  readonly choices: number;
  /** How many read at once, each for itself. */
  readonly batch: number;
  /** Steps from one question to the next. */
  readonly period: number;
  /** What each reader of the batch reads at a step. */
  at(step: number): number[];
  /** Whether the net is asked for the characters of this step. */
  asks(step: number): boolean;
  /** The step at which the net reads what it is asked for at this one; null where no single one answers. */
  source(step: number): number | null;
  /** Lets a net that has read nothing yet write: a text of `length` characters, or the answers to a few questions. */
  write(say: Say, chance: Generator, length: number): string;
}
