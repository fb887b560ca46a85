import fc from "fast-check";
import { ArgumentError, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import * as optim from "../../src/index.ts";
import { LRScheduler, SGD } from "../../src/index.ts";
import { parameter } from "../support/parameters.ts";
import { throughFile, throughJson } from "../support/round-trip.ts";
import { classes, scheduleNames, scheduleSamples, type AnySchedule } from "../support/samples.ts";

const makeGroup = (lr: number): { params: Tensor[]; lr: number } => ({
  params: [parameter([1], [1])],
  lr,
});

function makeSgd(groups: number): SGD {
  const rates = Array.from({ length: groups }, (_, i) => makeGroup(0.4 / (i + 1)));
  return new SGD(rates, { momentum: 0.5 });
}

/** What a schedule moves. */
function settings({ paramGroups }: SGD): unknown[] {
  return paramGroups.map(({ lr, momentum }) => [lr, momentum]);
}

/** A metric that stalls now and then. */
const metric = (step: number): number => [3, 2, 2, NaN, 2.5, 1, Infinity][step % 7];

/** One step; of those that look at a metric, with one. */
function take(schedule: AnySchedule, step: number): void {
  if (schedule instanceof optim.ReduceLROnPlateau) schedule.step(metric(step));
  else (schedule as optim.LRScheduler).step();
}

function advance(schedule: AnySchedule, from: number, steps: number): void {
  for (let step = from; step < from + steps; step++) take(schedule, step);
}

test("every schedule exported is in the suite", () => {
  const exported = Object.entries(optim).filter(
    ([name, value]) =>
      typeof value === "function" &&
      (value.prototype instanceof LRScheduler || /LR|Plateau|Scheduler$/.test(name)) &&
      value !== LRScheduler,
  );
  expect(exported.map(([name]) => name).sort()).toEqual([...scheduleNames].sort());
});

describe.each(scheduleNames)("%s", (name) => {
  const sample = fc.constantFrom(...scheduleSamples[name]);
  const count = fc.nat(12);

  test("goes on from its state as if never stopped: several groups, added ones, momentum", () => {
    fc.assert(
      fc.property(
        sample,
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        count,
        count,
        count,
        (make, groups, adds, a, b, c) => {
          const optimizer = makeSgd(groups);
          const schedule = make(optimizer);
          advance(schedule, 0, a);
          if (adds) optimizer.addParamGroup(makeGroup(0.3));
          advance(schedule, a, b);
          const resumed = makeSgd(groups);
          const fresh = make(resumed);
          if (adds) resumed.addParamGroup(makeGroup(0.3));
          resumed.loadStateDict(throughFile(optimizer.stateDict()));
          fresh.loadStateDict(throughJson(schedule.stateDict()) as never);
          expect(settings(resumed)).toEqual(settings(optimizer));
          for (let step = a + b; step < a + b + c; step++) {
            take(schedule, step);
            take(fresh, step);
            expect(settings(resumed)).toEqual(settings(optimizer));
          }
          expect(fresh.stateDict()).toEqual(schedule.stateDict());
        },
      ),
    );
  });

  test("always sets what the optimizer accepts", () => {
    for (const make of scheduleSamples[name]) {
      const optimizer = makeSgd(2);
      const schedule = make(optimizer);
      for (let step = 0; step < 30; step++) {
        expect(() => optimizer.step()).not.toThrow();
        take(schedule, step);
      }
      expect(schedule.lastLr.every((lr) => lr >= 0)).toBe(true);
    }
  });

  test("refuses a state of something else, and stays where it is", () => {
    const optimizer = makeSgd(2);
    const schedule = scheduleSamples[name][0](optimizer);
    advance(schedule, 0, 3);
    const before = [schedule.stateDict(), settings(optimizer)];
    const good = schedule.stateDict();
    const bad: unknown[] = [
      null,
      {},
      [],
      1,
      ...Object.keys(good).flatMap((key) =>
        ["x", NaN, -1, [NaN, 1], [1]].map((value) => ({ ...good, [key]: value })),
      ),
    ].filter((state) => !("best" in Object(state) && Object(state).best === -1));
    for (const state of bad) {
      expect(() => schedule.loadStateDict(state as never)).toThrow(ArgumentError);
      expect([schedule.stateDict(), settings(optimizer)]).toEqual(before);
    }
  });

  test("refuses what is no optimizer, options that are none, and misspelt or senseless ones", () => {
    const Schedule = classes[name] as new (optimizer: unknown, options?: object) => AnySchedule;
    const optimizer = makeSgd(1);
    const before = settings(optimizer);
    for (const wrong of [null, undefined, { paramGroups: [{ lr: 1 }] }, 1]) {
      expect(() => new Schedule(wrong, { totalSteps: 3, maxLr: 1 })).toThrow(ArgumentError);
    }
    const senseless = [
      "gamma",
      "factor",
      "totalIters",
      "lrLambda",
      "milestones",
      "schedulers",
      "stepSize",
      "tMax",
      "t0",
      "maxLr",
      "swaLr",
      "patience",
      "power",
    ];
    for (const key of [...senseless, "learningRate"]) {
      for (const value of [NaN, "x", -2, {}]) {
        expect(() => new Schedule(optimizer, { [key]: value })).toThrow(ArgumentError);
      }
    }
    expect(() => new Schedule(optimizer, 3 as never)).toThrow(ArgumentError);
    expect(() => new Schedule(optimizer, null as never)).toThrow(ArgumentError);
    expect(settings(optimizer)).toEqual(before);
  });
});
