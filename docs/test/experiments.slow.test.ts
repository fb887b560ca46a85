// Every sentence on the live page about what training or gradients do, tested with the settings its button sets.
import { describe, expect, test, vi } from "vitest";
import { experiments, type Experiment } from "../live/experiments.ts";
import { flowShare, type FlowShare } from "../live/flow-share.ts";
import type { CellName, Settings } from "../live/settings.ts";
import { defaultText } from "../live/text.ts";
import { Trainer } from "../live/trainer.ts";

const SEEDS = [1, 2, 3];
/** Enough where training takes long. */
const TWO = [1, 2];
const unproved = new Set(Object.values(experiments).flatMap(({ claims }) => claims));

vi.setConfig({ testTimeout: 120_000 });

/** The sentence that begins so, which the test of this name proves. */
function claim({ claims }: Experiment, start: string): string {
  const sentence = claims.find((each) => each.startsWith(start));
  if (sentence === undefined) throw new Error(`the page does not claim: ${start}`);
  unproved.delete(sentence);
  return sentence;
}

interface Run {
  readonly trainer: Trainer;
  /** The loss of every update. */
  readonly losses: readonly number[];
}

const runs = new Map<string, Run>();

/** A net after a number of updates; one that was asked for before trains on from there. */
function trained(settings: Settings, cell: CellName, seed: number, updates: number): Run {
  const key = JSON.stringify([{ ...settings, cell }, seed]);
  const trainer = runs.get(key)?.trainer ?? new Trainer(defaultText, settings, cell, seed);
  const losses = [...(runs.get(key)?.losses ?? [])];
  while (losses.length < updates) losses.push(trainer.update().loss);
  const run = { trainer, losses };
  runs.set(key, run);
  return run;
}

function share({ trainer }: Run): FlowShare {
  const found = flowShare(trainer.flow());
  if (found === null) throw new Error("the source lies before the cut");
  return found;
}

const recalled = ({ trainer }: Run): number => trainer.recalled as number;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
const recent = ({ losses }: Run): number => mean(losses.slice(-50));
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
const guessing = Math.log(new Set(defaultText).size);

describe(`${experiments.asMade.title}`, () => {
  const { asMade } = experiments;
  // Ten updates read 80 characters: the history of 64 is whole.
  const left = (cell: CellName, changed: Partial<Settings> = {}): FlowShare[] =>
    SEEDS.map((seed) => share(trained({ ...asMade.settings, ...changed }, cell, seed, 10)));

  test(`${claim(asMade, "At so low")}`, () => {
    for (const { back, h } of left("rnn")) {
      expect(back).toBe(63);
      expect(h).toBeLessThan(1e-12);
    }
  });
  test(`${claim(asMade, "The GRU's")}`, () => {
    for (const { h } of left("gru")) expect(h).toBeLessThan(1e-10);
  });
  test(`${claim(asMade, "The LSTM's")}`, () => {
    for (const { c } of left("lstm")) expect(c).toBeGreaterThan(0.1);
  });
  test(`${claim(asMade, "At forget bias 0")}`, () => {
    for (const { c } of left("lstm", { forgetBias: 0 })) expect(c).toBeLessThan(1e-10);
  });
});

describe(`${experiments.learnt.title}`, () => {
  const { learnt } = experiments;

  test(`${claim(learnt, "After 100")}`, () => {
    for (const seed of TWO) {
      const rnn = share(trained(learnt.settings, "rnn", seed, 100)).h;
      expect(share(trained(learnt.settings, "gru", seed, 100)).h).toBeLessThan(rnn);
      const { h, c } = share(trained(learnt.settings, "lstm", seed, 100));
      expect(Math.max(h, c as number)).toBeLessThan(rnn);
    }
  });
  test(`${claim(learnt, "After 300")}`, () => {
    for (const seed of TWO) {
      const start = share(trained({ ...learnt.settings, lr: 0.0001 }, "rnn", seed, 10)).h;
      expect(share(trained(learnt.settings, "rnn", seed, 300)).h).toBeGreaterThan(1e6 * start);
    }
  });
});

describe(`${experiments.recall.title}`, () => {
  const { recall } = experiments;

  test(`${claim(recall, "After 300")}`, () => {
    for (const seed of SEEDS)
      expect(recalled(trained(recall.settings, "gru", seed, 300))).toBeGreaterThan(0.9);
  });
  test(`${claim(recall, "The LSTM takes")}`, () => {
    for (const seed of TWO) {
      expect(recalled(trained(recall.settings, "lstm", seed, 300))).toBeLessThan(0.5);
      expect(recalled(trained(recall.settings, "lstm", seed, 1200))).toBeGreaterThan(0.5);
    }
  });
  test(`${claim(recall, "The RNN")}`, () => {
    const rates = SEEDS.map((seed) => recalled(trained(recall.settings, "rnn", seed, 600)));
    expect(median(rates)).toBeLessThan(0.3);
  });
  test(`${claim(recall, "In the GRU")}`, () => {
    for (const seed of SEEDS) {
      const gru = share(trained(recall.settings, "gru", seed, 300));
      expect(gru.back).toBe(recall.settings.distance - 1);
      expect(gru.h).toBeGreaterThan(0.1);
    }
    for (const seed of TWO) {
      expect(share(trained(recall.settings, "lstm", seed, 1200)).c).toBeGreaterThan(0.1);
    }
  });
});

describe(`${experiments.cut.title}`, () => {
  const { cut } = experiments;

  test(`${claim(cut, "The letter lies")}`, () => {
    for (const seed of SEEDS) {
      const run = trained(cut.settings, "gru", seed, 300);
      expect(flowShare(run.trainer.flow())).toBeNull();
      expect(recalled(run)).toBeLessThan(0.3);
    }
  });
  test(`${claim(cut, "With k2 = 32")}`, () => {
    for (const seed of SEEDS)
      expect(recalled(trained({ ...cut.settings, k2: 32 }, "gru", seed, 300))).toBeGreaterThan(0.9);
  });
});

describe(`${experiments.blind.title}`, () => {
  const { blind, byHeart } = experiments;
  const words = new Set(defaultText.split(/[^\p{L}]+/u));

  test(`${claim(blind, "With k2 = 1")}`, () => {
    for (const seed of TWO) {
      const run = trained(blind.settings, "gru", seed, 500);
      expect(recent(run)).toBeLessThan(0.7 * guessing);
      const written = run.trainer.sample(400).split(/[^\p{L}]+/u);
      expect(written.filter((word) => word.length > 2 && words.has(word)).length).toBeGreaterThan(2);
    }
  });
  test(`${claim(blind, "But it learns")}`, () => {
    for (const seed of TWO) {
      const whole = recent(trained(byHeart.settings, "gru", seed, 500));
      expect(recent(trained(blind.settings, "gru", seed, 500))).toBeGreaterThan(3 * whole);
    }
  });
});

describe(`${experiments.explode.title}`, () => {
  const { explode } = experiments;

  test(`${claim(explode, "Within 100")}`, () => {
    for (const seed of SEEDS) {
      const { losses } = trained(explode.settings, "rnn", seed, 100);
      expect(Math.max(...losses)).toBeGreaterThan(10 * guessing);
    }
  });
  test(`${claim(explode, "Bring the clipping")}`, () => {
    for (const seed of SEEDS) {
      trained(explode.settings, "rnn", seed, 100).trainer.tune({ lr: explode.settings.lr, clip: 1 });
      const last = recent(trained(explode.settings, "rnn", seed, 400));
      expect(last).toBeGreaterThan(0.75 * guessing);
      expect(last).toBeLessThan(1.25 * guessing);
    }
  });
  test(`${claim(explode, "Reset")}`, () => {
    for (const seed of SEEDS)
      expect(recent(trained({ ...explode.settings, clip: 1 }, "rnn", seed, 200))).toBeLessThan(2);
  });
});

describe(`${experiments.byHeart.title}`, () => {
  const { byHeart } = experiments;

  test(`${claim(byHeart, "A text of")}`, () => {
    for (const seed of TWO) expect(recent(trained(byHeart.settings, "gru", seed, 1000))).toBeLessThan(0.1);
  });
  test(`${claim(byHeart, "What the net")}`, () => {
    for (const seed of TWO) {
      const written = trained(byHeart.settings, "gru", seed, 1000).trainer.sample(400);
      const pieces = Array.from({ length: written.length - 12 }, (_, i) => written.slice(i, i + 12));
      const own = pieces.filter((piece) => !`${defaultText}${defaultText}`.includes(piece));
      expect(own.length).toBeLessThan(pieces.length / 2);
    }
  });
});

test("no sentence is without its test", () => {
  expect([...unproved]).toEqual([]);
});
