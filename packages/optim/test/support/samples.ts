import type { Tensor } from "@rewind/autograd";
import * as optim from "../../src/index.ts";

type Exports = typeof optim;

/** The optimizers, by the export list: one without samples does not compile. */
export type OptimizerName = {
  [Name in keyof Exports]: Exports[Name] extends new (...args: never[]) => optim.Optimizer ? Name : never;
}[keyof Exports];

/** The exports by name, as what is made of them is known at run time only. */
export const classes: Readonly<Record<string, unknown>> = { ...optim };

type OptionsOf<Name extends OptimizerName> = NonNullable<ConstructorParameters<Exports[Name]>[1]>;

/** Options that together reach every branch of an update. */
export const optimizerSamples: { readonly [Name in OptimizerName]: readonly OptionsOf<Name>[] } = {
  Adadelta: [{}, { rho: 0.5, weightDecay: 0.1, maximize: true }],
  Adagrad: [{}, { lrDecay: 0.1, weightDecay: 0.1, initialAccumulatorValue: 0.5, maximize: true }],
  Adam: [{}, { amsgrad: true, weightDecay: 0.1, betas: [0.5, 0.9] }, { maximize: true }],
  Adamax: [{}, { weightDecay: 0.1, maximize: true }],
  AdamW: [{}, { amsgrad: true, maximize: true }],
  ASGD: [{}, { lambd: 0.1, t0: 1, weightDecay: 0.1 }, { maximize: true }],
  LBFGS: [{ maxIter: 2, historySize: 2 }, { maxIter: 3, maxEval: 4, lineSearchFn: "strong_wolfe" }],
  Lion: [{}, { weightDecay: 0.1, maximize: true }],
  NAdam: [{}, { momentumDecay: 0.1, weightDecay: 0.1 }, { decoupledWeightDecay: true, weightDecay: 0.1, maximize: true }],
  RAdam: [{ betas: [0.9, 0.5] }, { weightDecay: 0.1 }, { decoupledWeightDecay: true, weightDecay: 0.1, maximize: true }],
  RMSprop: [{}, { momentum: 0.5, centered: true, weightDecay: 0.1 }, { maximize: true }],
  Rprop: [{}, { etas: [0.4, 1.5], stepSizes: [1e-3, 0.1] }, { maximize: true }],
  SGD: [{}, { momentum: 0.9, dampening: 0.1, weightDecay: 0.1 }, { momentum: 0.9, nesterov: true, maximize: true }],
}; // prettier-ignore

export const optimizerNames = Object.keys(optimizerSamples) as OptimizerName[];

/** Whether an optimizer keeps all parameters in one group. */
export function hasOneGroup(name: OptimizerName): boolean {
  return name === "LBFGS";
}

/** An optimizer by name. */
export function makeOptimizer(
  name: OptimizerName,
  params: optim.Params<optim.CommonSettings>,
  options: object,
): optim.Optimizer {
  const Constructor = classes[name] as new (
    params: optim.Params<optim.CommonSettings>,
    options: object,
  ) => optim.Optimizer;
  return new Constructor(params, options);
}

/** What all schedules can do. */
export interface AnySchedule {
  readonly lastLr: number[];
  step(metric: number): void;
  stateDict(): object;
  loadStateDict(state: never): void;
}

/** The schedules, by the export list: one without a sample does not compile. */
export type ScheduleName = {
  [Name in keyof Exports]: Exports[Name] extends new (...args: never[]) => AnySchedule ? Name : never;
}[keyof Exports];

type MakeSchedule = (optimizer: optim.SGD) => AnySchedule;

/** Schedules of an optimizer with any number of groups. */
export const scheduleSamples: { readonly [Name in ScheduleName]: readonly MakeSchedule[] } = {
  ChainedScheduler: [
    (o) =>
      new optim.ChainedScheduler([
        new optim.ConstantLR(o, { factor: 0.5, totalIters: 3 }),
        new optim.CosineAnnealingLR(o, { tMax: 4, etaMin: 0.05 }),
        new optim.MultiplicativeLR(o, { lrLambda: (epoch) => 1 - 1 / (epoch + 5) }),
      ]),
    (o) =>
      new optim.ChainedScheduler([
        new optim.OneCycleLR(o, { maxLr: 1, totalSteps: 40 }),
        new optim.StepLR(o, { stepSize: 2 }),
      ]),
  ],
  ConstantLR: [(o) => new optim.ConstantLR(o)],
  CosineAnnealingLR: [(o) => new optim.CosineAnnealingLR(o, { tMax: 4, etaMin: 0.01 })],
  CosineAnnealingWarmRestarts: [(o) => new optim.CosineAnnealingWarmRestarts(o, { t0: 2, tMult: 2 })],
  CyclicLR: [
    (o) => new optim.CyclicLR(o, { baseLr: 0.1, maxLr: 1, stepSizeUp: 3, stepSizeDown: 2 }),
    (o) => new optim.CyclicLR(o, { baseLr: 0.1, maxLr: 1, stepSizeUp: 2, scaleFn: (n) => 1 / n }),
    (o) => new optim.CyclicLR(o, { baseLr: 0, maxLr: 1, mode: "exp_range", gamma: 0.9, stepSizeUp: 2 }),
  ],
  ExponentialLR: [(o) => new optim.ExponentialLR(o, { gamma: 0.9 })],
  LambdaLR: [(o) => new optim.LambdaLR(o, { lrLambda: (epoch) => 1 / (1 + epoch) })],
  LinearLR: [(o) => new optim.LinearLR(o)],
  MultiplicativeLR: [(o) => new optim.MultiplicativeLR(o, { lrLambda: (epoch) => 0.5 + 1 / (epoch + 2) })],
  MultiStepLR: [(o) => new optim.MultiStepLR(o, { milestones: [5, 2, 5] })],
  OneCycleLR: [
    (o) => new optim.OneCycleLR(o, { maxLr: 1, totalSteps: 40, threePhase: true }),
    (o) => new optim.OneCycleLR(o, { maxLr: 1, epochs: 4, stepsPerEpoch: 10, annealStrategy: "linear" }),
  ],
  PolynomialLR: [(o) => new optim.PolynomialLR(o, { totalIters: 7, power: 2 })],
  ReduceLROnPlateau: [
    (o) => new optim.ReduceLROnPlateau(o, { patience: 1, cooldown: 1, factor: 0.5 }),
    (o) => new optim.ReduceLROnPlateau(o, { patience: 0, mode: "max", thresholdMode: "abs", minLr: 0.01 }),
  ],
  SequentialLR: [
    (o) =>
      new optim.SequentialLR(o, {
        schedulers: [
          new optim.LinearLR(o, { totalIters: 4 }),
          new optim.CyclicLR(o, { baseLr: 0, maxLr: 1, stepSizeUp: 2 }),
        ],
        milestones: [4],
      }),
  ],
  StepLR: [(o) => new optim.StepLR(o, { stepSize: 3, gamma: 0.5 })],
  SWALR: [(o) => new optim.SWALR(o, { swaLr: 0.05, annealEpochs: 4 })],
};

export const scheduleNames = Object.keys(scheduleSamples) as ScheduleName[];

/** A parameter's loss: convex, so that no optimizer flies off. */
export function lossOf(params: readonly Tensor[]): Tensor {
  return params
    .map((param, i) =>
      param
        .sub(0.5 * i - 0.7)
        .square()
        .mul(i + 1)
        .add(param.square().square().mul(0.01))
        .sum(),
    )
    .reduce((a, b) => a.add(b));
}
