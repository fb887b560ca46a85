import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { corpusOf, readCorpus, readText } from "../src/corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "rewind-corpus-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test("the end of the text is held out, and nothing of it is in the training part", () => {
  const corpus = corpusOf("letters", "a".repeat(950) + "b".repeat(50));
  expect(corpus.training).toHaveLength(950);
  expect(corpus.heldOut).toHaveLength(50);
  expect(corpus.vocabulary.characters).toEqual(["a", "\uFFFD"]);
  expect(new Set(corpus.heldOut)).toEqual(new Set([corpus.vocabulary.unknown]));
});

test("several files are one text, and another text has another fingerprint", () => {
  const one = file("one.txt", "to be or not to be ".repeat(20));
  const two = file("two.txt", "that is the question ".repeat(20));
  const both = readCorpus([one, two]);
  expect(both.training.length + both.heldOut.length).toBe(20 * 19 + 1 + 20 * 21);
  expect(both.digest).not.toBe(readCorpus([two, one]).digest);
});

test("the novel is there, whole, with its few dozens of characters", () => {
  const { training, heldOut, vocabulary } = readCorpus([]);
  expect(training.length + heldOut.length).toBeGreaterThan(1_000_000);
  expect(vocabulary.size).toBeLessThan(120);
});

test.each([
  ["empty", "", "is empty"],
  ["blank", " \n\t ", "holds nothing but white space"],
  ["zeros", Uint8Array.of(65, 0, 66), "is not a text: it holds zero bytes"],
  ["latin", Uint8Array.of(0x66, 0xfc, 0x72), "is not a text in UTF-8"],
])("refuses a file that is %s", (name, content, message) => {
  expect(() => readText(file(name, content))).toThrow(message);
});

test("refuses a missing file, a folder and a text too short", () => {
  expect(() => readText(join(folder, "none"))).toThrow("no such file");
  expect(() => readText(folder)).toThrow("it is a folder");
  expect(() => corpusOf("short", "abc")).toThrow("3 characters are too few");
});
