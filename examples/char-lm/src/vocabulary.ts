/** Stands for every character that the training text does not hold. */
export const UNKNOWN = "\uFFFD";

/** The characters a model knows, numbered. A character is a Unicode code point, so no emoji falls in half. */
export class Vocabulary {
  /** In the order of their numbers; the last one is {@link UNKNOWN}. */
  readonly characters: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  constructor(characters: readonly string[]) {
    this.characters = characters;
    this.#ids = new Map(characters.map((character, id) => [character, id]));
  }

  /** All characters of a text in code point order, so that equal texts give equal numbers. */
  static of(text: string): Vocabulary {
    const known = [...new Set(text)].filter((character) => character !== UNKNOWN);
    known.sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number));
    return new Vocabulary([...known, UNKNOWN]);
  }

  get size(): number {
    return this.characters.length;
  }

  get unknown(): number {
    return this.characters.length - 1;
  }

  encode(text: string): Int32Array {
    return Int32Array.from(Array.from(text), (character) => this.#ids.get(character) ?? this.unknown);
  }

  decode(ids: Iterable<number>): string {
    return Array.from(ids, (id) => this.characters[id]).join("");
  }
}
