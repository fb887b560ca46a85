const params = "[trained([2]), trained([2, 3])]";
const sgd = "new optim.SGD([trained([2])], { lr: 0.1, momentum: 0.5 })";

export const functions: Readonly<Record<string, readonly string[]>> = {
  clipGradNorm: [`${params}, 1, { normType: 2, errorIfNonfinite: true }`],
  clipGradValue: [`${params}, 0.5`],
}; // prettier-ignore

export const classes: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ["Adadelta", "Adagrad", "Adam", "Adamax", "AdamW", "ASGD", "LBFGS", "Lion", "NAdam", "RAdam", "RMSprop", "Rprop", "SGD"].map((name) => [
      name,
      [`${params}, { lr: 0.1 }`, "[{ params: [trained([2])], lr: 0.2 }], { lr: 0.1 }"],
    ]),
  ),
  EMA: [`${params}, { decay: 0.9 }`],
  SWA: [params],
  EarlyStopping: ["{ patience: 2, minDelta: 0, mode: \"min\" }"],
  ChainedScheduler: [`[new optim.ExponentialLR(${sgd}, { gamma: 0.5 })]`],
  ConstantLR: [`${sgd}, { factor: 0.5, totalIters: 3 }`],
  CosineAnnealingLR: [`${sgd}, { tMax: 5, etaMin: 0 }`],
  CosineAnnealingWarmRestarts: [`${sgd}, { t0: 5, tMult: 2 }`],
  CyclicLR: [`${sgd}, { baseLr: 0.1, maxLr: 1, stepSizeUp: 3 }`],
  ExponentialLR: [`${sgd}, { gamma: 0.5 }`],
  LambdaLR: [`${sgd}, { lrLambda: (epoch) => 1 / (1 + epoch) }`],
  LinearLR: [`${sgd}, { startFactor: 0.5, totalIters: 3 }`],
  MultiStepLR: [`${sgd}, { milestones: [2, 4], gamma: 0.5 }`],
  MultiplicativeLR: [`${sgd}, { lrLambda: () => 0.5 }`],
  OneCycleLR: [`${sgd}, { maxLr: 1, totalSteps: 5 }`],
  PolynomialLR: [`${sgd}, { totalIters: 5, power: 2 }`],
  ReduceLROnPlateau: [`${sgd}, { patience: 2, factor: 0.5 }`],
  SequentialLR: [],
  StepLR: [`${sgd}, { stepSize: 2, gamma: 0.5 }`],
  SWALR: [`${sgd}, { swaLr: 0.05, annealEpochs: 2 }`],
}; // prettier-ignore

export const methods: Readonly<Record<string, readonly string[]>> = {
  addParamGroup: ["{ params: [trained([3])], lr: 0.5 }"],
  step: ["", "() => trained([2]).sum()"],
  "EarlyStopping.step": ["0.5"],
  "ReduceLROnPlateau.step": ["0.5"],
  "LBFGS.step": ["() => leaf([2]).square().sum()"],
  loadStateDict: ["{ state: {}, paramGroups: [] }", `${sgd}.stateDict()`],
  "EMA.loadStateDict": ["{ updates: 1, averages: [some([2]), some([2, 3])] }"],
  "SWA.loadStateDict": ["{ updates: 1, averages: [some([2]), some([2, 3])] }"],
  "EarlyStopping.loadStateDict": ["new optim.EarlyStopping().stateDict()"],
  "ReduceLROnPlateau.loadStateDict": [`new optim.ReduceLROnPlateau(${sgd}).stateDict()`],
  ...Object.fromEntries(
    ["ConstantLR", "ExponentialLR", "StepLR", "LambdaLR", "CyclicLR"].map((name) => [
      `${name}.loadStateDict`,
      [`new optim.ExponentialLR(${sgd}, { gamma: 0.5 }).stateDict()`, "{ lastEpoch: 2, initialLrs: [0.1] }"],
    ]),
  ),
}; // prettier-ignore

export const receivers: Readonly<Record<string, readonly string[]>> = {};

export const made: readonly (readonly [code: string, ...args: string[]])[] = [];
