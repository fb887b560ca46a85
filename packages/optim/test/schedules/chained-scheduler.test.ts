import fc from "fast-check";
import { tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import * as optim from "../../src/index.ts";
import { ChainedScheduler, SGD, type LRScheduler } from "../../src/index.ts";

const makeSgd = (): SGD => new SGD([tensor([1], { requiresGrad: true })], { lr: 0.4, momentum: 0.5 });

/** Schedules whose rate is the initial one times a factor. */
const factors: ((optimizer: SGD) => LRScheduler)[] = [
  (o) => new optim.StepLR(o, { stepSize: 2, gamma: 0.5 }),
  (o) => new optim.MultiStepLR(o, { milestones: [1, 4] }),
  (o) => new optim.ConstantLR(o, { factor: 0.5, totalIters: 3 }),
  (o) => new optim.LinearLR(o),
  (o) => new optim.ExponentialLR(o, { gamma: 0.9 }),
  (o) => new optim.PolynomialLR(o, { totalIters: 30 }),
  (o) => new optim.CosineAnnealingLR(o, { tMax: 30 }),
  (o) => new optim.MultiplicativeLR(o, { lrLambda: (epoch) => 1 - 1 / (epoch + 3) }),
];

function ratesOf(schedule: LRScheduler, steps: number): number[] {
  return Array.from({ length: steps }, () => {
    const [lr] = schedule.lastLr;
    schedule.step();
    return lr;
  });
}

describe("ChainedScheduler", () => {
  test("multiplies factors, in any order", () => {
    fc.assert(
      fc.property(fc.subarray(factors, { minLength: 1 }), (makers) => {
        const optimizer = makeSgd();
        const chain = ratesOf(new ChainedScheduler(makers.map((make) => make(optimizer))), 12);
        const alone = makers.map((make) => ratesOf(make(makeSgd()), 12));
        chain.forEach((lr, epoch) => {
          const wanted = alone.reduce((product, rates) => (product * rates[epoch]) / 0.4, 0.4);
          expect(lr).toBeCloseTo(wanted, 12);
        });
      }),
    );
  });

  test("of one schedule is that schedule, beyond its end too", () => {
    const makers: ((o: SGD) => LRScheduler)[] = [
      ...factors,
      (o) => new optim.CosineAnnealingLR(o, { tMax: 3, etaMin: 0.1 }),
      (o) => new optim.CosineAnnealingLR(o, { tMax: 3 }),
      (o) => new optim.PolynomialLR(o, { totalIters: 4 }),
      (o) => new optim.LambdaLR(o, { lrLambda: (epoch) => 1 / (epoch + 1) }),
      (o) => new optim.CyclicLR(o, { baseLr: 0.1, maxLr: 1, stepSizeUp: 2 }),
    ];
    for (const make of makers) {
      const chain = ratesOf(new ChainedScheduler([make(makeSgd())]), 12);
      ratesOf(make(makeSgd()), 12).forEach((lr, epoch) => expect(chain[epoch]).toBeCloseTo(lr, 12));
    }
  });

  test("lets a schedule that sets the rate have its way, and moves the momentum of a cycle", () => {
    const optimizer = makeSgd();
    const decay = new optim.ExponentialLR(optimizer, { gamma: 0.5 });
    const cycle = new optim.CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, stepSizeUp: 2 });
    const chain = new ChainedScheduler([decay, cycle]);
    chain.step();
    chain.step();
    expect(chain.lastLr).toEqual([1]);
    expect(optimizer.paramGroups[0].momentum).toBeCloseTo(0.8, 12);
  });

  test("refuses nothing, what is no schedule, and schedules of several optimizers", () => {
    expect(() => new ChainedScheduler([])).toThrow(/^ChainedScheduler: schedulers/);
    expect(() => new ChainedScheduler([new optim.ReduceLROnPlateau(makeSgd()) as never])).toThrow(
      /epoch alone/,
    );
    expect(() => new ChainedScheduler([factors[0](makeSgd()), factors[0](makeSgd())])).toThrow(
      /one optimizer/,
    );
  });
});
