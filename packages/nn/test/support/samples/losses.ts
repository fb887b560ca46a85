import { zeros, type Tensor } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import type * as losses from "../../../src/losses/index.ts";
import type { Domain } from "../draw.ts";

type Loss = (typeof losses)[keyof typeof losses];
type Arguments<F extends Loss> = Required<Parameters<F>> extends [...infer I, unknown] ? I : never;
type Options<F extends Loss> = Required<Parameters<F>> extends [...unknown[], infer O] ? O : never;

/** What the suite needs to know of a loss. */
export interface LossSamples<F extends Loss> {
  /** The loss as a module. */
  readonly module: new (options?: Options<F>) => nn.Module;
  /** Where inputs are drawn from: one domain for all, or one each. Default `real`. */
  readonly domain?: Domain | readonly Domain[];
  /** Shapes of the tensors drawn, the arguments made of them, and options. */
  readonly samples: readonly {
    readonly inputs: readonly (readonly number[])[];
    readonly args: (...inputs: Tensor[]) => Arguments<F>;
    readonly options?: Options<F>;
  }[];
  /** Arguments without a single sample. */
  readonly empty: Arguments<F>;
  /** Why the mean is not that of all elements, if it is not. */
  readonly weightedMean?: string;
  /** For each option a value that must be refused. */
  readonly badOptions: { readonly [K in keyof Required<Options<F>>]: unknown };
  /** Arguments that must be refused, beside those of other shapes. */
  readonly bad: readonly (() => unknown)[];
}

type AllSamples = { readonly [K in keyof typeof losses]: LossSamples<(typeof losses)[K]> };

const none = zeros([0, 3]);
const noClasses = new Int32Array(0);
const pair = (x: Tensor, t: Tensor): [Tensor, Tensor] => [x, t];
const signs = [[1, -1, 1], [-1, 1, -1]]; // prettier-ignore
const labels = (x: Tensor): [Tensor, number[][]] => [x, signs];
const labelled = (a: Tensor, b: Tensor): [Tensor, Tensor, number[]] => [a, b, [1, -1, 1]];
const triplet = (a: Tensor, p: Tensor, n: Tensor): [Tensor, Tensor, Tensor] => [a, p, n];
const two = [[2, 3], [2, 3]] as const; // prettier-ignore
const three = [[3, 4], [3, 4], [3, 4]] as const; // prettier-ignore
const distanceFunction = (a: Tensor, b: Tensor): Tensor => a.sub(b).square().sum({ axis: -1 });

/** Samples of every loss: one that is exported without any does not compile. */
export const samples: AllSamples = {
  bceLoss: {
    module: nn.BCELoss,
    domain: "unit",
    samples: [
      { inputs: two, args: pair },
      { inputs: two, args: pair, options: { weight: [1, 2, 3] } },
    ],
    empty: [none, none],
    badOptions: { reduction: "max", weight: [1, 2] },
    bad: [() => nn.bceLoss([1.5], [1])],
  },
  bceWithLogits: {
    module: nn.BCEWithLogitsLoss,
    domain: ["real", "unit"],
    samples: [
      { inputs: two, args: pair },
      { inputs: two, args: pair, options: { weight: [[2], [3]], posWeight: [0.5, 1, 3] } },
    ],
    empty: [none, none],
    badOptions: { reduction: NaN, weight: [1, 2], posWeight: [1, 2] },
    bad: [],
  },
  cosineEmbeddingLoss: {
    module: nn.CosineEmbeddingLoss,
    samples: [
      { inputs: [[3, 4], [3, 4]], args: labelled },
      { inputs: [[3, 4], [3, 4]], args: labelled, options: { margin: -0.7 } },
      { inputs: [[3], [3]], args: (a, b) => [a, b, -1], options: { margin: -1 } },
    ],
    empty: [none, none, []],
    badOptions: { reduction: "none ", margin: 2 },
    bad: [() => nn.cosineEmbeddingLoss([[1]], [[1]], [0])],
  },
  crossEntropy: {
    module: nn.CrossEntropyLoss,
    domain: ["real", "unit"],
    samples: [
      { inputs: [[3, 4]], args: (x) => [x, [0, 3, 1]] },
      { inputs: [[2, 3, 2]], args: (x) => [x, [[0, 2], [-7, 1]]], options: { weight: [1, 2, 0.5], ignoreIndex: -7, labelSmoothing: 0.2 } },
      { inputs: [[4]], args: (x) => [x, 2], options: { weight: [1, 2, 3, 4], labelSmoothing: 0.2 } },
      { inputs: [[3, 4], [3, 4]], args: pair },
      { inputs: [[3], [3]], args: pair, options: { weight: [1, 2, 0.5] } },
      { inputs: [[2, 3, 2, 1], [2, 3, 2, 1]], args: pair, options: { weight: [1, 2, 0.5], labelSmoothing: 0.2 } },
    ],
    empty: [none, noClasses],
    weightedMean: "divides by the weights of the targets",
    badOptions: { reduction: "avg", weight: [1, 2], ignoreIndex: NaN, labelSmoothing: NaN },
    bad: [
      () => nn.crossEntropy([[1, 2]], [2]),
      () => nn.crossEntropy([[1, 2]], [[0.5, 0.2, 0.3]]),
      () => nn.crossEntropy([[1, 2]], [[0.5, 0.5]], { ignoreIndex: 1 }),
      () => nn.crossEntropy([[1, 2]], [[0.5, 0.5]], { weight: [1] }),
      () => nn.crossEntropy([[1, 2]], new Float32Array(1)),
    ],
  },
  ctcLoss: {
    module: nn.CTCLoss,
    samples: [
      { inputs: [[4, 2, 3]], args: (x) => [x.logSoftmax(), [[1, 2], [2, 0]], [4, 3], [2, 1]] },
      { inputs: [[2, 1, 3]], args: (x) => [x.logSoftmax(), [[1, 1]], [2], [2]], options: { blank: 2, zeroInfinity: true } },
      { inputs: [[4, 3]], args: (x) => [x.logSoftmax(), [1, 2], 4, 2] },
    ],
    empty: [zeros([2, 0, 3]), [], [], []],
    weightedMean: "divides by the target lengths",
    badOptions: { reduction: "avg", blank: 9, zeroInfinity: NaN },
    bad: [() => nn.ctcLoss(zeros([2, 1, 3]), [[0]], [2], [1]), () => nn.ctcLoss(zeros([2, 1, 3]), [[1]], [3], [1])],
  },
  gaussianNllLoss: {
    module: nn.GaussianNLLLoss,
    domain: ["real", "real", "positive"],
    samples: [
      { inputs: [[2, 3], [2, 3], [2, 3]], args: (x, t, v) => [x, t, v] },
      { inputs: [[2, 3], [2, 3], [2, 1]], args: (x, t, v) => [x, t, v], options: { full: true } },
      { inputs: [[2, 3], [2, 3], [2]], args: (x, t, v) => [x, t, v], options: { eps: 1e-3 } },
      { inputs: [[2, 3], [3], []], args: (x, t, v) => [x, t, v] },
    ],
    empty: [none, none, none],
    badOptions: { reduction: "avg", full: NaN, eps: NaN },
    bad: [() => nn.gaussianNllLoss([1], [1], [-1]), () => nn.gaussianNllLoss([1, 2], [[1], [2]], 1), () => nn.gaussianNllLoss([1], [1], [1], { eps: 0 })],
  },
  hingeEmbeddingLoss: {
    module: nn.HingeEmbeddingLoss,
    samples: [
      { inputs: [[2, 3]], args: labels },
      { inputs: [[2, 3]], args: labels, options: { margin: 0.2 } },
      { inputs: [[2, 3]], args: (x) => [x, [[1], [-1]]] },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg", margin: NaN },
    bad: [() => nn.hingeEmbeddingLoss([1], [0]), () => nn.hingeEmbeddingLoss([1, 2], [[1], [1]])],
  },
  huberLoss: {
    module: nn.HuberLoss,
    samples: [
      { inputs: two, args: pair },
      { inputs: two, args: pair, options: { delta: 0.7 } },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg", delta: NaN },
    bad: [() => nn.huberLoss([1], [1], { delta: 0 })],
  },
  klDiv: {
    module: nn.KLDivLoss,
    domain: ["real", "unit"],
    samples: [
      { inputs: two, args: pair },
      { inputs: two, args: pair, options: { logTarget: true } },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg", logTarget: NaN },
    bad: [],
  },
  l1Loss: {
    module: nn.L1Loss,
    samples: [{ inputs: two, args: pair }],
    empty: [none, none],
    badOptions: { reduction: "avg" },
    bad: [],
  },
  marginRankingLoss: {
    module: nn.MarginRankingLoss,
    samples: [
      { inputs: [[3], [3]], args: labelled },
      { inputs: [[3], [3]], args: labelled, options: { margin: 1 } },
      { inputs: [[2, 3], [3]], args: (a, b) => [a, b, -1] },
    ],
    empty: [[], [], []],
    badOptions: { reduction: "avg", margin: NaN },
    bad: [() => nn.marginRankingLoss([1], [1], [0.5]), () => nn.marginRankingLoss([[1], [2]], [1, 2], 1)],
  },
  mseLoss: {
    module: nn.MSELoss,
    samples: [{ inputs: two, args: pair }],
    empty: [none, none],
    badOptions: { reduction: "avg" },
    bad: [],
  },
  multiMarginLoss: {
    module: nn.MultiMarginLoss,
    samples: [
      { inputs: [[3, 4]], args: (x) => [x, [0, 3, 1]] },
      { inputs: [[3, 4]], args: (x) => [x, Int32Array.of(2, 2, 1)], options: { p: 2, margin: 0.5, weight: [1, 2, 3, 4] } },
      { inputs: [[4]], args: (x) => [x, 1], options: { weight: [1, 2, 3, 4] } },
    ],
    empty: [none, noClasses],
    badOptions: { reduction: "avg", p: 3, margin: NaN, weight: [1] },
    bad: [() => nn.multiMarginLoss([[1, 2]], [2]), () => nn.multiMarginLoss([[1, 2]], [-1])],
  },
  multilabelMarginLoss: {
    module: nn.MultiLabelMarginLoss,
    samples: [
      { inputs: [[2, 4]], args: (x) => [x, [[3, 0, -1, 1], [-1, 0, 0, 0]]] },
      { inputs: [[3]], args: (x) => [x, [2, 1, -1]] },
    ],
    empty: [none, noClasses],
    badOptions: { reduction: "avg" },
    bad: [() => nn.multilabelMarginLoss([[1, 2]], [[2, 0]]), () => nn.multilabelMarginLoss([1, 2], [-2, 0])],
  },
  multilabelSoftMarginLoss: {
    module: nn.MultiLabelSoftMarginLoss,
    domain: ["real", "unit"],
    samples: [
      { inputs: two, args: pair },
      { inputs: [[3], [3]], args: pair, options: { weight: [1, 2, 3] } },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg", weight: [1, 2] },
    bad: [],
  },
  nllLoss: {
    module: nn.NLLLoss,
    samples: [
      { inputs: [[3, 4]], args: (x) => [x, [0, 3, 1]] },
      { inputs: [[2, 3, 2]], args: (x) => [x, [[0, 2], [9, 1]]], options: { weight: [1, 2, 0.5], ignoreIndex: 9 } },
      { inputs: [[3]], args: (x) => [x, 1], options: { weight: [1, 2, 0.5] } },
    ],
    empty: [none, noClasses],
    weightedMean: "divides by the weights of the targets",
    badOptions: { reduction: "avg", weight: [1, 2], ignoreIndex: NaN },
    bad: [() => nn.nllLoss([[1, 2]], [2])],
  },
  poissonNllLoss: {
    module: nn.PoissonNLLLoss,
    domain: "positive",
    samples: [
      { inputs: two, args: pair },
      { inputs: two, args: pair, options: { full: true } },
      { inputs: two, args: pair, options: { logInput: false, eps: 0.1 } },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg", logInput: NaN, full: 1, eps: NaN },
    bad: [() => nn.poissonNllLoss([1], [-1]), () => nn.poissonNllLoss([-1], [1], { logInput: false })],
  },
  smoothL1Loss: {
    module: nn.SmoothL1Loss,
    samples: [
      { inputs: two, args: pair },
      { inputs: two, args: pair, options: { beta: 0.4 } },
      { inputs: two, args: pair, options: { beta: 0 } },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg", beta: NaN },
    bad: [],
  },
  softMarginLoss: {
    module: nn.SoftMarginLoss,
    samples: [
      { inputs: [[2, 3]], args: labels },
      { inputs: [[2, 3]], args: (x) => [x, [1, -1, 1]] },
    ],
    empty: [none, none],
    badOptions: { reduction: "avg" },
    bad: [() => nn.softMarginLoss([1], [0])],
  },
  tripletMarginLoss: {
    module: nn.TripletMarginLoss,
    samples: [
      { inputs: three, args: triplet },
      { inputs: three, args: triplet, options: { p: 3, margin: 2, swap: true } },
      { inputs: [[3], [3], [3]], args: triplet, options: { p: 1, eps: 0 } },
    ],
    empty: [none, none, none],
    badOptions: { reduction: "avg", margin: NaN, p: NaN, eps: -1, swap: NaN },
    bad: [],
  },
  tripletMarginWithDistanceLoss: {
    module: nn.TripletMarginWithDistanceLoss,
    samples: [
      { inputs: three, args: triplet },
      { inputs: three, args: triplet, options: { distanceFunction, margin: 5, swap: true } },
    ],
    empty: [none, none, none],
    badOptions: { reduction: "avg", margin: 0, swap: NaN, distanceFunction: NaN },
    bad: [],
  },
}; // prettier-ignore
