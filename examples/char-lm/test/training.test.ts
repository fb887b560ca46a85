import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadCheckpoint, restore, saveCheckpoint } from "../src/checkpoint.ts";
import type { Settings } from "../src/options.ts";
import { Training } from "../src/training.ts";
import { advance, corpus, tiny } from "./support/tiny.ts";

const folder = mkdtempSync(join(tmpdir(), "rewind-training-"));
afterAll(() => rmSync(folder, { recursive: true }));

const runs: [name: string, settings: Partial<Settings>][] = [
  ["GRU, Adam", {}],
  ["LSTM of two layers with dropout, AdamW", { cell: "lstm", layers: 2, dropout: 0.3, optimizer: "adamw" }],
  ["RNN, momentum", { cell: "rnn", optimizer: "sgd", lr: 0.05 }],
  ["overlapping windows, k1 < k2", { k1: 2, k2: 6, dropout: 0.1, steps: 60 }],
  ["gaps between windows, k1 > k2", { k1: 6, k2: 3 }],
  ["past the end of the text", { batch: 40, epochs: 2 }],
];

/** Every weight, every moment of the optimizer, the random numbers, the carried state: to the last bit. */
function everything(training: Training): unknown {
  const file = join(folder, "compared.safetensors");
  saveCheckpoint(file, training, corpus);
  return loadCheckpoint(file);
}

describe.each(runs)("%s", (_, overrides) => {
  const settings = tiny(overrides);

  test("the same seed gives the same loss curve, another seed another", () => {
    const curve = advance(new Training(corpus, settings));
    expect(curve.length).toBeGreaterThan(10);
    expect(advance(new Training(corpus, settings))).toEqual(curve);
    expect(advance(new Training(corpus, { ...settings, seed: 2 }))[0].loss).not.toBe(curve[0].loss);
  });

  test("stopped, saved, loaded and resumed equals uninterrupted, bit for bit", () => {
    const whole = new Training(corpus, settings);
    const curve = advance(whole);
    const expected = everything(whole);
    for (const stop of [1, 10, curve.length - 1]) {
      const file = join(folder, "stopped.safetensors");
      const before = new Training(corpus, settings);
      const head = advance(before, stop);
      saveCheckpoint(file, before, corpus);

      const after = new Training(corpus, loadCheckpoint(file).settings);
      restore(after, loadCheckpoint(file), file);
      expect([...head, ...advance(after)]).toEqual(curve);
      expect(everything(after)).toEqual(expected);
    }
  });
});

test("the loss falls", () => {
  const curve = advance(new Training(corpus, tiny({ steps: 150, lr: 0.02 })));
  expect(curve.at(-1)!.loss).toBeLessThan(0.6 * curve[0].loss);
});

test("the learning rate falls in a straight line", () => {
  const rates = advance(new Training(corpus, tiny({ lr: 1, optimizer: "sgd", steps: 20, clip: 1e-6 }))).map(
    (u) => u.lr,
  );
  rates.forEach((rate, i) => expect(rate).toBeCloseTo(1 - (0.95 * i) / 20, 12));
});

test("a run that diverges ends with advice, not with NaN in the weights", () => {
  const training = new Training(corpus, tiny({ optimizer: "sgd", lr: 1e38, clip: 1e38, cell: "rnn" }));
  expect(() => advance(training)).toThrow("the training diverged; try a lower --lr");
});

test("a text too short for its settings is refused", () => {
  expect(() => new Training(corpus, tiny({ batch: 1000, k1: 100 }))).toThrow(
    "too few for --batch 1000 times --k1 100",
  );
});
