import { zeros } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import { sample, type LayerSamples } from "./layer.ts";

const affineLaws = { weight: { constant: 1 }, bias: { constant: 0 } };
const badBatchNorm = { eps: NaN, momentum: 2, affine: NaN, trackRunningStats: 1 };

export const BatchNorm1d: LayerSamples<typeof nn.BatchNorm1d> = {
  samples: [
    sample([[3, 2]], () => new nn.BatchNorm1d(2)),
    sample([[2, 2, 2]], () => new nn.BatchNorm1d(2, { eps: 0.1, momentum: null, affine: false })),
    sample([[1, 2, 3]], () => new nn.BatchNorm1d(2).eval()),
    sample([[0, 2]], () => new nn.BatchNorm1d(2).eval()),
  ],
  initial: { make: () => new nn.BatchNorm1d(3), laws: affineLaws },
  construct: (options) => new nn.BatchNorm1d(2, options),
  badOptions: badBatchNorm,
  bad: [() => new nn.BatchNorm1d(0), () => new nn.BatchNorm1d(2).forward(zeros([1, 2]))],
  worker: "batchNorm",
};

export const BatchNorm2d: LayerSamples<typeof nn.BatchNorm2d> = {
  samples: [
    sample([[2, 2, 1, 2]], () => new nn.BatchNorm2d(2)),
    sample([[1, 2, 2, 2]], () => new nn.BatchNorm2d(2, { trackRunningStats: false }).eval()),
    sample([[0, 2, 1, 1]], () => new nn.BatchNorm2d(2).eval()),
  ],
  initial: { make: () => new nn.BatchNorm2d(3), laws: affineLaws },
  construct: (options) => new nn.BatchNorm2d(2, options),
  badOptions: badBatchNorm,
  bad: [() => new nn.BatchNorm2d(NaN)],
  worker: "batchNorm",
};

export const GroupNorm: LayerSamples<typeof nn.GroupNorm> = {
  samples: [
    sample([[2, 4, 2]], () => new nn.GroupNorm(2, 4)),
    sample([[1, 2, 2, 1]], () => new nn.GroupNorm(1, 2, { affine: false, eps: 0.1 })),
    sample([[0, 2, 2]], () => new nn.GroupNorm(1, 2)),
  ],
  initial: { make: () => new nn.GroupNorm(1, 3), laws: affineLaws },
  construct: (options) => new nn.GroupNorm(2, 4, options),
  badOptions: { eps: -1, affine: NaN },
  bad: [() => new nn.GroupNorm(3, 4), () => new nn.GroupNorm(0, 4), () => new nn.GroupNorm(1, NaN)],
};

export const InstanceNorm1d: LayerSamples<typeof nn.InstanceNorm1d> = {
  samples: [
    sample([[2, 2, 3]], () => new nn.InstanceNorm1d(2)),
    sample([[1, 3]], () => new nn.InstanceNorm1d(1, { affine: true, eps: 0.1 })),
    sample([[0, 2, 3]], () => new nn.InstanceNorm1d(2)),
    sample([[2, 2, 3]], () => new nn.InstanceNorm1d(2, { trackRunningStats: true, momentum: null })),
    sample([[2, 3]], () => new nn.InstanceNorm1d(2, { trackRunningStats: true, affine: true }).eval()),
  ],
  initial: { make: () => new nn.InstanceNorm1d(3), laws: {} },
  construct: (options) => new nn.InstanceNorm1d(2, options),
  badOptions: { eps: NaN, affine: 1, momentum: 2, trackRunningStats: 1 },
  bad: [() => new nn.InstanceNorm1d(0), () => new nn.InstanceNorm1d(2).forward(zeros([1, 2, 1]))],
  worker: "instanceNorm",
};

export const InstanceNorm2d: LayerSamples<typeof nn.InstanceNorm2d> = {
  samples: [
    sample([[2, 2, 2, 2]], () => new nn.InstanceNorm2d(2, { affine: true })),
    sample([[1, 3, 1]], () => new nn.InstanceNorm2d(1, { eps: 0.1 })),
    sample([[0, 2, 3, 1]], () => new nn.InstanceNorm2d(2)),
  ],
  initial: { make: () => new nn.InstanceNorm2d(3, { affine: true }), laws: affineLaws },
  construct: (options) => new nn.InstanceNorm2d(2, options),
  badOptions: { eps: NaN, affine: 1, momentum: 2, trackRunningStats: 1 },
  bad: [() => new nn.InstanceNorm2d(1.5)],
  worker: "instanceNorm",
};

export const LayerNorm: LayerSamples<typeof nn.LayerNorm> = {
  samples: [
    sample([[2, 3]], () => new nn.LayerNorm(3)),
    sample([[2, 2, 2]], () => new nn.LayerNorm([2, 2], { bias: false, eps: 0.1 })),
    sample([[0, 3]], () => new nn.LayerNorm(3, { elementwiseAffine: false })),
  ],
  initial: { make: () => new nn.LayerNorm([2, 3]), laws: affineLaws },
  construct: (options) => new nn.LayerNorm(3, options),
  badOptions: { eps: NaN, elementwiseAffine: NaN, bias: 0 },
  bad: [() => new nn.LayerNorm([]), () => new nn.LayerNorm(NaN), () => new nn.LayerNorm(-1)],
};

export const RMSNorm: LayerSamples<typeof nn.RMSNorm> = {
  samples: [
    sample([[2, 3]], () => new nn.RMSNorm(3)),
    sample([[2, 2, 2]], () => new nn.RMSNorm([2, 2], { eps: 0.1, elementwiseAffine: false })),
    sample([[0, 3]], () => new nn.RMSNorm(3)),
  ],
  initial: { make: () => new nn.RMSNorm(3), laws: { weight: { constant: 1 } } },
  construct: (options) => new nn.RMSNorm(3, options),
  badOptions: { eps: NaN, elementwiseAffine: NaN },
  bad: [() => new nn.RMSNorm([]), () => new nn.RMSNorm("3" as never)],
};
