import type { Generator } from "@rewind/autograd";
import type { Reading, Say } from "./reading.ts";
import { problemWithText } from "./text.ts";

const LARGEST_BATCH = 8;

/**
 * All of a text, again and again, each reader from a place of its own; every character is asked for.
 *
 * @throws Error that says what is wrong with the text
 */
export function textReading(text: string): Reading {
  const problem = problemWithText(text);
  if (problem !== null) throw new Error(problem);
  const letters = Array.from(text);
  const characters = [...new Set(letters)].sort();
  const numbers = new Map(characters.map((character, id) => [character, id]));
  const ids = letters.map((character) => numbers.get(character) as number);
  const batch = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(ids.length / 32)));
  const apart = Math.floor(ids.length / batch);
  return {
    characters,
    choices: characters.length,
    batch,
    period: 1,
    at: (step) => Array.from({ length: batch }, (_, row) => ids[(row * apart + step) % ids.length]),
    asks: () => true,
    source: () => null,
    write(say: Say, chance: Generator, length: number): string {
      let id = ids[0];
      let written = characters[id];
      for (let count = 1; count < length; count++) {
        id = draw(say(id), chance.uniform());
        written += characters[id];
      }
      return written;
    },
  };
}

/** The first entry at which the running sum of probabilities passes `at`. */
function draw(probabilities: ArrayLike<number>, at: number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += probabilities[i];
    if (at < sum) return i;
  }
  return probabilities.length - 1;
}
