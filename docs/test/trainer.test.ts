import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flowShare } from "../live/flow-share.ts";
import { bounds, cellsOf, defaults, problemWith, type CellName, type Settings } from "../live/settings.ts";
import { defaultText, longestText } from "../live/text.ts";
import { Trainer } from "../live/trainer.ts";

const small: Settings = { ...defaults, hidden: 12, k1: 4, k2: 8, lr: 0.02 };
const recall: Settings = { ...small, task: "recall", distance: 5 };

function trainer(text: string, settings: Settings): Trainer {
  return new Trainer(text, settings, cellsOf(settings)[0]);
}

function trained(text: string, settings: Settings, updates: number): { first: number; last: number } {
  const net = trainer(text, settings);
  const losses = Array.from({ length: updates }, () => net.update().loss);
  const mean = (part: number[]): number => part.reduce((sum, loss) => sum + loss, 0) / part.length;
  return { first: mean(losses.slice(0, 10)), last: mean(losses.slice(-10)) };
}

describe("the live page's trainer", () => {
  test.each<CellName>(["rnn", "gru", "lstm"])("lowers the loss of the default text with %s", (cell) => {
    const { first, last } = trained(defaultText, { ...defaults, cell, hidden: 24 }, 150);
    expect(last).toBeLessThan(0.8 * first);
  });

  test("plain gradient descent learns as well, at a rate of its own", () => {
    const { first, last } = trained(defaultText, { ...defaults, hidden: 24, optimizer: "sgd", lr: 0.5 }, 150);
    expect(last).toBeLessThan(0.8 * first);
  });

  test("learns a short text by heart and writes it", () => {
    const net = trainer("Hello ", small);
    for (let i = 0; i < 300; i++) net.update();
    expect(net.sample(12, 0.1)).toBe("Hello Hello ");
    expect(net.recalled).toBeNull();
  });

  test("the gradient is known for as many steps as k2 allows, and is 0 at none of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom<CellName>("rnn", "gru", "lstm"),
        (k1, k2, cell) => {
          const net = trainer("abcdefgh", { ...small, k1, k2, cell });
          for (let i = 0; i < 12; i++) net.update();
          const { h, c, characters, source } = net.flow();
          // With k1 < k2 history is whole once k2 characters were read; 12 updates of at least one are enough.
          expect(h).toHaveLength(k2);
          expect(characters).toHaveLength(k2);
          expect(c === null).toBe(cell !== "lstm");
          expect(source).toBeNull();
          for (const norm of [...h, ...(c ?? [])]) expect(norm).toBeGreaterThan(0);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("every text of two characters and more can be read, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 2, maxLength: 80 }), (text) => {
        fc.pre(Array.from(text).length >= 2);
        const net = trainer(text, small);
        const { loss, gradNorm } = net.update();
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(gradNorm).toBeGreaterThanOrEqual(0);
        expect(Array.from(net.sample(7))).toHaveLength(7);
      }),
      { numRuns: 25 },
    );
  });

  test("a learning rate of nearly 0 stops the learning, and tuning takes effect at once", () => {
    const frozen = trainer("abcabcabd", small);
    const tuned = trainer("abcabcabd", small);
    frozen.tune({ clip: 1, lr: 0 });
    const still = Array.from({ length: 9 }, () => frozen.update().loss);
    const moving = Array.from({ length: 9 }, () => tuned.update().loss);
    expect(still[0]).toBe(moving[0]);
    expect(still[8]).not.toBe(moving[8]);
  });

  test("the forget bias is the LSTM's: an open gate passes more back along c, and other cells are the same", () => {
    const left = (cell: CellName, forgetBias: number): number => {
      const net = trainer(defaultText, { ...small, k2: 24, lr: 0.0001, cell, forgetBias });
      for (let i = 0; i < 8; i++) net.update();
      const share = flowShare(net.flow())!;
      return share.c ?? share.h;
    };
    expect(left("lstm", 3)).toBeGreaterThan(100 * left("lstm", 0));
    expect(left("gru", 3)).toBe(left("gru", 0));
  });

  test("says what is wrong instead of training", () => {
    expect(() => trainer("a", small)).toThrow("at least two characters");
    expect(() => trainer("ab".repeat(longestText), small)).toThrow("shorten");
    expect(() => trainer("ab", { ...small, hidden: 2.5 })).toThrow("Hidden size must be a whole number");
    expect(() => trainer("ab", { ...small, lr: Number.NaN })).toThrow("Learning rate");
  });

  test("settings are accepted exactly within their bounds", () => {
    for (const key of Object.keys(bounds) as (keyof typeof bounds)[]) {
      const { min, max } = bounds[key];
      expect(problemWith({ ...defaults, [key]: min })).toBeNull();
      expect(problemWith({ ...defaults, [key]: max })).toBeNull();
      expect(problemWith({ ...defaults, [key]: min - Math.abs(min) / 2 })).not.toBeNull();
      expect(problemWith({ ...defaults, [key]: max * 2 })).not.toBeNull();
    }
  });
});

describe("the trainer's recall task", () => {
  test("asks for the letter that was read `distance` steps before, and for nothing else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(500), (distance, step) => {
        const { reading } = trainer("", { ...recall, distance });
        const source = reading.source(step);
        if (reading.asks(step)) expect(reading.at(step)).toEqual(reading.at(source!));
        expect(Array.from({ length: reading.period }, (_, i) => reading.asks(step + i))).toEqual(
          expect.arrayContaining([true]),
        );
        expect(reading.characters[reading.at(reading.period * 3 + distance - 1)[0]]).toBe("?");
      }),
    );
  });

  test("letters differ from question to question, reader to reader and seed to seed", () => {
    const letters = (seed: number, step: number): string =>
      new Trainer("", recall, "gru", seed).reading.at(step * 6).join();
    expect(new Set([letters(1, 0), letters(1, 1), letters(2, 0), letters(2, 1)]).size).toBe(4);
    expect(new Set(letters(1, 0).split(",")).size).toBeGreaterThan(1);
  });

  test("is learnt: the loss falls to nothing, the answers are right, and what is written shows it", () => {
    const net = trainer("", { ...recall, hidden: 24 });
    for (let i = 0; i < 400; i++) net.update();
    expect(net.update().loss).toBeLessThan(0.2);
    expect(net.recalled).toBeGreaterThan(0.95);
    expect(net.sample(80)).toMatch(/^([a-h])·{3}\? \1 ✓/m);
  });

  test("the gradient ends at the newest question, and says where the letter lies", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        (distance, k1, k2) => {
          fc.pre(k1 <= k2);
          const net = trainer("", { ...recall, distance, k1, k2 });
          for (let i = 0; i < 12; i++) net.update();
          const { h, characters, source } = net.flow();
          expect(characters.at(-1)).toBe("?");
          expect(h.at(-1)).toBeGreaterThan(0);
          const reaches = characters.length >= distance;
          expect(source).toBe(reaches ? characters.length - distance : -1);
          if (reaches) expect(characters[source!]).toMatch(/[a-h]/);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("refuses settings under which no update would ever reach a question, and no others", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (distance, k1, k2) => {
          const period = distance + 1;
          const reached = Array.from({ length: period }, (_, n) =>
            Array.from({ length: Math.min(k1, k2) }, (__, back) => (n + 1) * k1 - back),
          ).flat();
          const make = (): Trainer => trainer("", { ...recall, hidden: 4, distance, k1, k2 });
          if (reached.some((step) => step % period === distance)) expect(make).not.toThrow();
          else expect(make).toThrow("no smaller than k1");
        },
      ),
    );
  });
});
