import fc from "fast-check";
import { expect, test } from "vitest";
import * as optim from "../../src/index.ts";
import { Adam, SGD, type AnyOptimizer, type LRScheduler } from "../../src/index.ts";
import { parameter } from "../support/parameters.ts";
import { throughFile, throughJson } from "../support/round-trip.ts";
import { scheduleNames, scheduleSamples, type AnySchedule } from "../support/samples.ts";

// test/golden compares pairs of schedules with PyTorch's numbers: schedules-together.json.

const makeGroup = (lr: number): { params: ReturnType<typeof parameter>[]; lr: number } => ({
  params: [parameter([1], [1])],
  lr,
});
const makeSgd = (...rates: number[]): SGD => new SGD(rates.map(makeGroup), { momentum: 0.5 });
const ratesOf = ({ paramGroups }: AnyOptimizer): number[] => paramGroups.map(({ lr }) => lr);
const settingsOf = (optimizer: SGD): number[][] => optimizer.paramGroups.map((g) => [g.lr, g.momentum]);

/** The rate of the first group now and after each of some steps, rounded where sums are off in the last bits. */
function rates(optimizer: AnyOptimizer, schedules: readonly LRScheduler[], steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, epoch) => {
    if (epoch > 0) for (const schedule of schedules) schedule.step();
    return Number(optimizer.paramGroups[0].lr.toFixed(14));
  });
}

test("two schedules, each stepped, act one after the other", () => {
  const optimizer = makeSgd(1);
  const decay = new optim.ExponentialLR(optimizer, { gamma: 0.5 });
  const drop = new optim.StepLR(optimizer, { stepSize: 2, gamma: 0.1 });
  expect(rates(optimizer, [decay, drop], 4)).toEqual([1, 0.5, 0.025, 0.0125, 0.000625]);
  expect(decay.lastLr).toEqual(drop.lastLr);
});

test("warm-up over a decay begins with both at construction", () => {
  const optimizer = makeSgd(1);
  const warmUp = new optim.LinearLR(optimizer, { startFactor: 0.25, totalIters: 3 });
  const decay = new optim.ExponentialLR(optimizer, { gamma: 0.5 });
  expect(rates(optimizer, [warmUp, decay], 4)).toEqual([0.25, 0.25, 0.1875, 0.125, 0.0625]);
});

test("a rate set by hand survives under schedules that change the rate they find, and under a chain of them", () => {
  const optimizer = makeSgd(1);
  const decay = new optim.ExponentialLR(optimizer, { gamma: 0.5 });
  expect(rates(optimizer, [decay], 1)).toEqual([1, 0.5]);
  optimizer.paramGroups[0].lr = 0.3;
  expect(rates(optimizer, [decay], 2)).toEqual([0.3, 0.15, 0.075]);

  const chained = makeSgd(1);
  const chain = new optim.ChainedScheduler([
    new optim.CosineAnnealingLR(chained, { tMax: 4, etaMin: 0.1 }),
    new optim.StepLR(chained, { stepSize: 3 }),
  ]);
  chained.paramGroups[0].lr = 0.5;
  const lower = Number((0.1 + 0.4 * Math.cos(Math.PI / 8) ** 2).toFixed(14));
  expect(rates(chained, [chain], 1)).toEqual([0.5, lower]);
});

test("nothing that was decayed to zero is lost on a rate set by hand", () => {
  for (const make of [
    (o: SGD) => new optim.ExponentialLR(o, { gamma: 1e-200 }),
    (o: SGD) => new optim.StepLR(o, { stepSize: 1, gamma: 1e-200 }),
  ]) {
    const optimizer = makeSgd(1);
    const schedule = make(optimizer);
    for (let i = 0; i < 4; i++) schedule.step();
    optimizer.paramGroups[0].lr = 1;
    schedule.step();
    expect(optimizer.paramGroups[0].lr).toBe(1e-200);
  }
});

test("a group added later is changed from the rate it comes with, not by what was before", () => {
  const optimizer = makeSgd(1);
  const schedule = new optim.ExponentialLR(optimizer, { gamma: 0.5 });
  for (let i = 0; i < 3; i++) schedule.step();
  optimizer.addParamGroup(makeGroup(0.8));
  schedule.step();
  expect(ratesOf(optimizer)).toEqual([0.0625, 0.4]);
});

test("SequentialLR hands the rate it has reached to MultiplicativeLR and SWALR", () => {
  const optimizer = makeSgd(1);
  const schedule = new optim.SequentialLR(optimizer, {
    schedulers: [
      new optim.ExponentialLR(optimizer, { gamma: 0.5 }),
      new optim.MultiplicativeLR(optimizer, { lrLambda: () => 0.1 }),
      new optim.SWALR(optimizer, { swaLr: 0.2, annealEpochs: 2, annealStrategy: "linear" }),
      new optim.StepLR(optimizer, { stepSize: 1 }),
    ],
    milestones: [2, 4, 7],
  });
  expect(rates(optimizer, [schedule], 8)).toEqual([1, 0.5, 0.5, 0.05, 0.05, 0.125, 0.2, 1, 0.1]);
});

test("of two cycles of the momentum the one that is stepped last has its way, and a resumed run too", () => {
  const make = (): [Adam, LRScheduler[]] => {
    const adam = new Adam([parameter([1], [1])]);
    const first = new optim.OneCycleLR(adam, { maxLr: 1, totalSteps: 10 });
    return [adam, [new optim.CyclicLR(adam, { baseLr: 0.1, maxLr: 1, stepSizeUp: 3 }), first]];
  };
  const [adam, schedules] = make();
  for (const schedule of schedules) schedule.step();
  const [again, others] = make();
  for (const i of [1, 0]) others[i].loadStateDict(throughJson(schedules[i].stateDict()));
  expect(again.paramGroups[0].betas).toEqual(adam.paramGroups[0].betas);
  expect(again.paramGroups[0].lr).toBe(adam.paramGroups[0].lr);
});

test("a state without rates, as they once were saved, sets the schedule's own", () => {
  const schedule = new optim.ExponentialLR(makeSgd(1, 2), { gamma: 0.5 });
  schedule.loadStateDict({ lastEpoch: 2, initialLrs: [1, 2] });
  expect(schedule.lastLr).toEqual([0.25, 0.5]);
});

test("any pair goes on from its state as if never stopped, rates set by hand included", () => {
  const schedule = fc
    .constantFrom(...scheduleNames)
    .chain((name) => fc.constantFrom(...scheduleSamples[name]));
  const advance = (optimizer: SGD, pair: readonly AnySchedule[], from: number, to: number): void => {
    for (let step = from; step < to; step++) {
      if (step % 5 === 4) optimizer.paramGroups[0].lr = 0.7;
      for (const one of pair) {
        if (one instanceof optim.ReduceLROnPlateau) one.step(step % 3);
        else (one as optim.LRScheduler).step();
      }
    }
  };
  fc.assert(
    fc.property(schedule, schedule, fc.nat(8), fc.nat(8), fc.boolean(), (a, b, before, after, backwards) => {
      const optimizer = makeSgd(0.4, 0.2);
      const pair = [a(optimizer), b(optimizer)];
      advance(optimizer, pair, 0, before);
      // A rate below a cosine's `etaMin` goes up and down around it, in PyTorch too; an optimizer refuses what is below zero.
      fc.pre(ratesOf(optimizer).every((lr) => lr >= 0));
      const resumed = makeSgd(0.4, 0.2);
      const fresh = [a(resumed), b(resumed)];
      const load = [0, 1].map((i) => () => fresh[i].loadStateDict(throughJson(pair[i].stateDict()) as never));
      load.push(() => resumed.loadStateDict(throughFile(optimizer.stateDict())));
      for (const one of backwards ? load.reverse() : load) one();
      expect(settingsOf(resumed)).toEqual(settingsOf(optimizer));
      advance(optimizer, pair, before, before + after);
      advance(resumed, fresh, before, before + after);
      expect(settingsOf(resumed)).toEqual(settingsOf(optimizer));
    }),
  );
});
