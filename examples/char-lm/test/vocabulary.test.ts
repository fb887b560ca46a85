import fc from "fast-check";
import { expect, test } from "vitest";
import { UNKNOWN, Vocabulary } from "../src/vocabulary.ts";

test("decoding what was encoded gives the text back, whatever script it is in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const vocabulary = Vocabulary.of(text);
      expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
    }),
  );
});

test("characters are code points, numbered in their order; the last number is for all others", () => {
  const vocabulary = Vocabulary.of("ba🐋a");
  expect(vocabulary.characters).toEqual(["a", "b", "🐋", UNKNOWN]);
  expect([...vocabulary.encode("a🐋z")]).toEqual([0, 2, 3]);
});
