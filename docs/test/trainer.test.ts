import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bounds, defaults, problemWith, type CellName, type Settings } from "../live/settings.ts";
import { defaultText, longestText } from "../live/text.ts";
import { Trainer } from "../live/trainer.ts";

const small: Settings = { ...defaults, hidden: 12, k1: 4, k2: 8, lr: 0.02 };

function trained(text: string, settings: Settings, updates: number): { first: number; last: number } {
  const trainer = new Trainer(text, settings);
  const losses = Array.from({ length: updates }, () => trainer.update().loss);
  const mean = (part: number[]): number => part.reduce((sum, loss) => sum + loss, 0) / part.length;
  return { first: mean(losses.slice(0, 10)), last: mean(losses.slice(-10)) };
}

describe("the live page's trainer", () => {
  test.each<CellName>(["rnn", "gru", "lstm"])("lowers the loss of the default text with %s", (cell) => {
    const { first, last } = trained(defaultText, { ...defaults, cell, hidden: 24 }, 150);
    expect(last).toBeLessThan(0.8 * first);
  });

  test("learns a short text by heart and writes it", () => {
    const trainer = new Trainer("Hello ", small);
    for (let i = 0; i < 300; i++) trainer.update();
    expect(trainer.sample(12, 0.1)).toBe("Hello Hello ");
  });

  test("the gradient is known for as many steps as k2 allows, and is 0 at none of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), (k1, k2) => {
        const trainer = new Trainer("abcdefgh", { ...small, k1, k2 });
        for (let i = 0; i < 12; i++) trainer.update();
        const { norms, characters } = trainer.flow();
        // With k1 < k2 history is whole once k2 characters were read; 12 updates of at least one are enough.
        expect(norms).toHaveLength(k2);
        expect(characters).toHaveLength(k2);
        for (const norm of norms) expect(norm).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });

  test("every text of two characters and more can be read, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 2, maxLength: 80 }), (text) => {
        fc.pre(Array.from(text).length >= 2);
        const trainer = new Trainer(text, small);
        const { loss, gradNorm } = trainer.update();
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(gradNorm).toBeGreaterThanOrEqual(0);
        expect(Array.from(trainer.sample(7))).toHaveLength(7);
      }),
      { numRuns: 25 },
    );
  });

  test("a learning rate of nearly 0 stops the learning, and tuning takes effect at once", () => {
    const frozen = new Trainer("abcabcabd", small);
    const tuned = new Trainer("abcabcabd", small);
    frozen.tune({ clip: 1, lr: 0 });
    const still = Array.from({ length: 9 }, () => frozen.update().loss);
    const moving = Array.from({ length: 9 }, () => tuned.update().loss);
    expect(still[0]).toBe(moving[0]);
    expect(still[8]).not.toBe(moving[8]);
  });

  test("says what is wrong instead of training", () => {
    expect(() => new Trainer("a", small)).toThrow("at least two characters");
    expect(() => new Trainer("ab".repeat(longestText), small)).toThrow("shorten");
    expect(() => new Trainer("ab", { ...small, hidden: 2.5 })).toThrow("Hidden size must be a whole number");
    expect(() => new Trainer("ab", { ...small, lr: Number.NaN })).toThrow("Learning rate");
  });

  test("settings are accepted exactly within their bounds", () => {
    for (const key of Object.keys(bounds) as (keyof typeof bounds)[]) {
      const { min, max } = bounds[key];
      expect(problemWith({ ...defaults, [key]: min })).toBeNull();
      expect(problemWith({ ...defaults, [key]: max })).toBeNull();
      expect(problemWith({ ...defaults, [key]: min / 2 })).not.toBeNull();
      expect(problemWith({ ...defaults, [key]: max * 2 })).not.toBeNull();
    }
  });
});
