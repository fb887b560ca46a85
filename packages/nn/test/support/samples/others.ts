import { zeros } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import { sample, type LayerSamples } from "./layer.ts";

export const CosineSimilarity: LayerSamples<typeof nn.CosineSimilarity> = {
  samples: [
    sample([[2, 3], [2, 3]], () => new nn.CosineSimilarity()),
    sample([[2, 1], [2, 3]], () => new nn.CosineSimilarity({ axis: 0, eps: 0.1 })),
    sample([[0, 3], [0, 3]], () => new nn.CosineSimilarity()),
  ],
  initial: { make: () => new nn.CosineSimilarity(), laws: {} },
  construct: (options) => new nn.CosineSimilarity(options),
  badOptions: { axis: 2, eps: NaN },
  bad: [],
}; // prettier-ignore

export const Dropout: LayerSamples<typeof nn.Dropout> = {
  samples: [
    sample([[3, 4]], (generator) => new nn.Dropout(0.5, { generator })),
    sample([[1, 4]], (generator) => new nn.Dropout(0.5, { generator }).eval()),
    sample([[0, 4]], (generator) => new nn.Dropout(0.5, { generator })),
  ],
  initial: { make: () => new nn.Dropout(), laws: {} },
  construct: (options) => new nn.Dropout(0.5, options),
  badOptions: { generator: NaN },
  bad: [() => new nn.Dropout(-0.1), () => new nn.Dropout(NaN), () => new nn.Dropout(2)],
};

export const LockedDropout: LayerSamples<typeof nn.LockedDropout> = {
  samples: [
    sample([[3, 2, 4]], (generator) => new nn.LockedDropout(0.5, { generator })),
    sample([[2, 3, 4]], (generator) => new nn.LockedDropout(0.5, { generator, batchFirst: true })),
    sample([[3, 4]], (generator) => new nn.LockedDropout(0.5, { generator }).eval()),
    sample([[0, 2, 4]], (generator) => new nn.LockedDropout(0.5, { generator })),
  ],
  initial: { make: () => new nn.LockedDropout(), laws: {} },
  construct: (options) => new nn.LockedDropout(0.5, options),
  badOptions: { batchFirst: NaN, generator: NaN },
  bad: [() => new nn.LockedDropout(2), () => new nn.LockedDropout().forward(zeros([3]))],
};

export const Flatten: LayerSamples<typeof nn.Flatten> = {
  samples: [
    sample([[2, 1, 3]], () => new nn.Flatten()),
    sample([[0, 2, 3]], () => new nn.Flatten({ start: 0, end: 1 })),
  ],
  initial: { make: () => new nn.Flatten(), laws: {} },
  construct: (options) => new nn.Flatten(options),
  badOptions: { start: NaN, end: 5 },
  bad: [() => new nn.Flatten({ start: 2, end: 1 }).forward(zeros([1, 1, 1]))],
};

export const GaussianNoise: LayerSamples<typeof nn.GaussianNoise> = {
  samples: [
    sample([[3, 1]], (generator) => new nn.GaussianNoise(0.5, { generator })),
    sample([[0, 1]], (generator) => new nn.GaussianNoise(0.5, { generator }).eval()),
  ],
  initial: { make: () => new nn.GaussianNoise(), laws: {} },
  construct: (options) => new nn.GaussianNoise(0.5, options),
  badOptions: { generator: NaN },
  bad: [() => new nn.GaussianNoise(-1), () => new nn.GaussianNoise(NaN)],
};

export const PairwiseDistance: LayerSamples<typeof nn.PairwiseDistance> = {
  samples: [
    sample([[2, 3], [2, 3]], () => new nn.PairwiseDistance()),
    sample([[2, 3], [1, 3]], () => new nn.PairwiseDistance({ p: 3, eps: 0.1, keepDims: true })),
    sample([[0, 3], [0, 3]], () => new nn.PairwiseDistance()),
  ],
  initial: { make: () => new nn.PairwiseDistance(), laws: {} },
  construct: (options) => new nn.PairwiseDistance(options),
  badOptions: { p: 0, eps: NaN, keepDims: NaN },
  bad: [() => nn.pairwiseDistance([1], [1, 2])],
}; // prettier-ignore

export const Sequential: LayerSamples<typeof nn.Sequential> = {
  samples: [
    sample([[2, 3]], (generator) => new nn.Sequential(new nn.Linear(3, 2, { generator }), new nn.Tanh())),
    sample([[0, 3]], (generator) => new nn.Sequential(new nn.Linear(3, 1, { generator }))),
  ],
  initial: {
    make: (generator) => new nn.Sequential(new nn.Tanh(), new nn.Linear(25, 600, { generator })),
    laws: { "1.weight": { uniform: 0.2 }, "1.bias": { uniform: 0.2 } },
  },
  construct: (options) => new nn.Sequential(options as never),
  badOptions: {},
  bad: [() => new nn.Sequential(null as never)],
  worker: "linear",
};

export const Unflatten: LayerSamples<typeof nn.Unflatten> = {
  samples: [
    sample([[2, 6]], () => new nn.Unflatten(1, [2, 3])),
    sample([[1, 2, 2]], () => new nn.Unflatten(-2, [1, 2])),
    sample([[0, 6]], () => new nn.Unflatten(1, [6])),
    sample([[2, 6]], () => new nn.Unflatten(1, [2, -1])),
    sample([[0, 6]], () => new nn.Unflatten(0, [-1, 2])),
  ],
  initial: { make: () => new nn.Unflatten(1, [2]), laws: {} },
  construct: () => new nn.Unflatten(1, [2, 3]),
  badOptions: {},
  bad: [
    () => new nn.Unflatten(NaN, [1]),
    () => new nn.Unflatten(0, []),
    () => new nn.Unflatten(0, [-2]),
    () => new nn.Unflatten(0, [-1, -1]),
    () => new nn.Unflatten(0, [-1, 2]).forward([1, 2, 3]),
  ],
};
