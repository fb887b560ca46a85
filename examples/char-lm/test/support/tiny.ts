import { corpusOf, type Corpus } from "../../src/corpus.ts";
import { trainingOptions, type Settings } from "../../src/options.ts";
import { readOptions } from "../../src/option.ts";
import type { Training, Update } from "../../src/training.ts";

/** A few thousand characters with something to learn. */
export const rhyme: string = Array.from(
  { length: 60 },
  (_, i) =>
    `${i} green bottles hanging on the wall, and if ${i % 7} should fall, there were ${i - (i % 7)}.\n`,
).join("");

export const corpus: Corpus = corpusOf("rhyme", rhyme);

/** The settings of a model so small that an update takes a millisecond. */
export function tiny(settings: Partial<Settings> = {}): Settings {
  const { values } = readOptions(trainingOptions, {});
  return { ...values, hidden: 8, embedding: 4, batch: 4, k1: 6, k2: 6, steps: 24, ...settings };
}

/** Trains until at least `step` updates have been made, or to the end. */
export function advance(training: Training, step: number = Infinity): Update[] {
  const updates: Update[] = [];
  while (!training.finished && training.progress.step < step) updates.push(...training.stretch());
  return updates;
}
