import { Generator } from "@rewind/autograd";
import { argmax } from "./argmax.ts";
import type { Reading, Say } from "./reading.ts";

const LETTERS = "abcdefgh";
const FILLER = LETTERS.length;
const CUE = FILLER + 1;
const BATCH = 8;
/** Questions put to the net when it writes. */
const QUESTIONS = 4;

/**
 * A random letter, dots, a question mark, and `distance` steps after the letter the letter again, over and over. Nothing but
 * that letter is asked for, so a net that does not remember is right once in eight times.
 */
export function recallReading(distance: number, seed: number): Reading {
  const characters = [...LETTERS, "·", "?"];
  const period = distance + 1;
  const letters = (question: number): number[] => {
    const chance = new Generator(seed * 2 ** 32 + question);
    return Array.from({ length: BATCH }, () => Math.floor(chance.uniform() * LETTERS.length));
  };
  const isLetter = (place: number): boolean => place === 0 || place === distance;
  const other = (place: number): number => (place === distance - 1 ? CUE : FILLER);
  return {
    characters,
    choices: LETTERS.length,
    batch: BATCH,
    period,
    at(step) {
      const place = step % period;
      return isLetter(place) ? letters(Math.floor(step / period)) : Array<number>(BATCH).fill(other(place));
    },
    asks: (step) => step % period === distance,
    source: (step) => step - distance,
    write(say: Say, chance: Generator): string {
      const lines: string[] = [];
      for (let question = 0; question < QUESTIONS; question++) {
        const letter = Math.floor(chance.uniform() * LETTERS.length);
        let line = "";
        let answer = 0;
        for (let place = 0; place < distance; place++) {
          const id = place === 0 ? letter : other(place);
          line += characters[id];
          answer = argmax(say(id));
        }
        say(letter);
        lines.push(`${line} ${characters[answer]} ${answer === letter ? "✓" : "✗"}`);
      }
      return lines.join("\n");
    },
  };
}
