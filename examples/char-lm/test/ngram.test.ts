import { expect, test } from "vitest";
import { bigramBits, unigramBits } from "../src/ngram.ts";

test("unigram: counts from one, the first held-out character only context", () => {
  // a b a a c → 1+3, 1+1, 1+1 of 8; held out "a b c": b and c are predicted.
  const bits = unigramBits(Int32Array.of(0, 1, 0, 0, 2), Int32Array.of(0, 1, 2), 3);
  expect(bits).toBeCloseTo(-Math.log2(2 / 8), 12);
});

test("bigram: counts of pairs, with as many imaginary ones as there are characters, spread as the unigram", () => {
  const training = Int32Array.of(0, 1, 0, 1, 0);
  // Unigram: (3+1)/7 and (2+1)/7. After 0: twice 1, nothing else.
  const after0 = { 0: (0 + (2 * 4) / 7) / (2 + 2), 1: (2 + (2 * 3) / 7) / (2 + 2) };
  expect(bigramBits(training, Int32Array.of(0, 0), 2)).toBeCloseTo(-Math.log2(after0[0]), 12);
  expect(bigramBits(training, Int32Array.of(0, 1), 2)).toBeCloseTo(-Math.log2(after0[1]), 12);
});

test("a text that alternates costs a unigram a bit and a bigram nearly nothing", () => {
  const alternating = Int32Array.from({ length: 10_000 }, (_, i) => i % 2);
  expect(unigramBits(alternating, alternating, 2)).toBeCloseTo(1, 6);
  expect(bigramBits(alternating, alternating, 2)).toBeLessThan(0.001);
});

test("a character never seen is improbable, not impossible", () => {
  const training = Int32Array.of(0, 0, 0, 0);
  for (const bits of [unigramBits, bigramBits]) {
    const value = bits(training, Int32Array.of(0, 1), 2);
    expect(value).toBeGreaterThan(1);
    expect(value).toBeLessThan(Infinity);
  }
});
