import { ArgumentError } from "@rewind/autograd";
import { expect, test } from "vitest";
import * as optim from "../../src/index.ts";
import { Adam, SGD } from "../../src/index.ts";
import { parameter } from "../support/parameters.ts";

const LR = 0.4;
const makeSgd = (): SGD => new SGD([parameter([1], [1])], { lr: LR, momentum: 0.5 });

test("each group starts from its own rate", () => {
  const groups = [
    { params: [parameter([1], [1])], lr: 1 },
    { params: [parameter([1], [1])], lr: 2 },
  ];
  const schedule = new optim.StepLR(new SGD(groups), { stepSize: 1 });
  schedule.step();
  expect(schedule.lastLr).toEqual([0.1, 0.2]);
});

test("warm restarts come back to the first rate after periods of 2, 4, 8 epochs", () => {
  const schedule = new optim.CosineAnnealingWarmRestarts(makeSgd(), { t0: 2, tMult: 2 });
  const restarts: number[] = [];
  for (let epoch = 1; epoch <= 14; epoch++) {
    schedule.step();
    if (schedule.lastLr[0] === LR) restarts.push(epoch);
  }
  expect(restarts).toEqual([2, 6, 14]);
});

test("a cycle moves the first beta of Adam where there is no momentum", () => {
  const adam = new Adam([parameter([1], [1])]);
  const schedule = new optim.OneCycleLR(adam, { maxLr: 1, totalSteps: 10, pctStart: 0.5 });
  expect(adam.paramGroups[0].betas).toEqual([0.95, 0.999]);
  for (let i = 0; i < 4; i++) schedule.step();
  expect(adam.paramGroups[0].lr).toBeCloseTo(1, 12);
  expect(adam.paramGroups[0].betas[0]).toBeCloseTo(0.85, 12);
});

test("ReduceLROnPlateau reduces after more than `patience` steps without improvement, then cools down", () => {
  const optimizer = makeSgd();
  const watch = new optim.ReduceLROnPlateau(optimizer, { patience: 1, cooldown: 2, factor: 0.5 });
  const rates = [1, 1, 1, 1, 1, 1, 1, NaN].map((metric) => {
    watch.step(metric);
    return optimizer.paramGroups[0].lr;
  });
  expect(rates).toEqual([0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1]);
});

test.each<[string, () => unknown]>([
  ["no optimizer", () => new optim.StepLR({ paramGroups: [] }, { stepSize: 1 })],
  ["stepSize 0", () => new optim.StepLR(makeSgd(), { stepSize: 0 })],
  ["an unknown option", () => new optim.StepLR(makeSgd(), { stepSize: 1, step: 1 } as never)],
  ["gamma NaN", () => new optim.ExponentialLR(makeSgd(), { gamma: NaN })],
  ["a lambda of NaN", () => new optim.LambdaLR(makeSgd(), { lrLambda: () => NaN })],
  ["an empty sequence", () => new optim.SequentialLR(makeSgd(), { schedulers: [], milestones: [] })],
  ["a cycle of momentum for Adagrad", () => new optim.OneCycleLR(new optim.Adagrad([parameter([1], [1])]), { maxLr: 1, totalSteps: 3 })],
  ["rates for two groups", () => new optim.OneCycleLR(makeSgd(), { maxLr: [1, 2], totalSteps: 3 })],
  ["a metric that is no number", () => new optim.ReduceLROnPlateau(makeSgd()).step(undefined as never)],
])("refuses %s", (_, make) => {
  expect(make).toThrow(ArgumentError);
}); // prettier-ignore
