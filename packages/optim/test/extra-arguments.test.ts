import { ArgumentError, tensor } from "@rewind/autograd";
import { expect, test } from "vitest";
import {
  EMA,
  EarlyStopping,
  ExponentialLR,
  LBFGS,
  ReduceLROnPlateau,
  SGD,
  SWA,
  clipGradValue,
} from "../src/index.ts";

type Callable = (...args: unknown[]) => unknown;

test("optimizers, schedules and averages refuse arguments they do not take", () => {
  const param = tensor([1, 2], { requiresGrad: true });
  param.grad = tensor([1, 1]);
  const sgd = new SGD([param], { lr: 0.1 });
  const schedule = new ExponentialLR(sgd, { gamma: 0.5 });
  const plateau = new ReduceLROnPlateau(sgd);
  const lbfgs = new LBFGS([tensor(1, { requiresGrad: true })], { lr: 1 });
  const calls: [name: string, call: Callable, ...args: unknown[]][] = [
    ["SGD\\.zeroGrad", (o) => (sgd.zeroGrad as Callable).call(sgd, o), { setToNone: true }],
    ["SGD\\.zeroGrad", (o) => (sgd.zeroGrad as Callable).call(sgd, o), true],
    ["SGD\\.stateDict", (o) => (sgd.stateDict as Callable).call(sgd, o), "prefix"],
    ["SGD\\.step", (o) => (sgd.step as Callable).call(sgd, undefined, o), { scaler: 1 }],
    ["ExponentialLR\\.stateDict", (o) => (schedule.stateDict as Callable).call(schedule, o), 3],
    ["ReduceLROnPlateau\\.step", (o) => (plateau.step as Callable).call(plateau, 0.5, o), 3],
    ["LBFGS\\.step", (o) => (lbfgs.step as Callable).call(lbfgs, () => tensor(1), o), {}],
    ["EMA\\.update", (o) => (new EMA([param]).update as Callable).call(new EMA([param]), o), [param]],
    ["SWA\\.swap", (o) => (new SWA([param]).swap as Callable).call(new SWA([param]), o), true],
    [
      "EarlyStopping\\.step",
      (o) => (new EarlyStopping().step as Callable).call(new EarlyStopping(), 1, o),
      {},
    ],
    ["clipGradValue", (o) => (clipGradValue as Callable)([param], 1, o), { foreach: true }],
  ];
  for (const [name, call, ...args] of calls) {
    expect(() => call(...args)).toThrow(ArgumentError);
    expect(() => call(...args)).toThrow(new RegExp(`^${name}: takes`));
  }
  expect(param.toArray()).toEqual([1, 2]);
  expect(schedule.lastEpoch).toBe(0);
  // Loops that step schedules of all kinds give each the metric.
  (schedule.step as Callable).call(schedule, 0.5);
  expect(schedule.lastEpoch).toBe(1);
});
