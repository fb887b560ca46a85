import * as ops from "../../../src/index.ts";
import { tensor, zeros } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

const running = (): { runningMean: ops.Tensor; runningVar: ops.Tensor } => ({
  runningMean: tensor([0.1, -0.2, 0.3]),
  runningVar: tensor([0.5, 1, 2]),
});

export const batchNorm: OpSamples = {
  samples: [
    { inputs: [[5, 3], [3], [3]], call: (x, weight, bias) => ops.batchNorm(x, { weight, bias, training: true, eps: 0.1 }) },
    { inputs: [[2, 3, 4], [3]], call: (x, weight) => ops.batchNorm(x, { weight, training: true, ...running() }) },
    { inputs: [[2, 2, 2, 3], [2]], call: (x, bias) => ops.batchNorm(x, { bias, training: true }) },
    { inputs: [[1, 3, 2], [3], [3]], call: (x, weight, bias) => ops.batchNorm(x, { weight, bias, ...running() }) },
    { inputs: [[2, 3]], call: (x) => ops.batchNorm(x, { eps: 0.01, ...running() }) },
    { inputs: [[0, 3], [3]], call: (x, bias) => ops.batchNorm(x, { bias, ...running() }) },
    { inputs: [[2, 0, 3]], call: (x) => ops.batchNorm(x, { training: true }) },
  ],
  bad: [
    () => ops.batchNorm(zeros([3]), { training: true }),
    () => ops.batchNorm(zeros([2, 3])),
    () => ops.batchNorm(zeros([1, 3]), { training: true }),
    () => ops.batchNorm(zeros([2, 3]), { training: true, weight: zeros([2]) }),
    () => ops.batchNorm(zeros([2, 3]), { training: true, bias: zeros([3, 1]) }),
    () => ops.batchNorm(zeros([2, 2]), running()),
    () => ops.batchNorm(zeros([2, 3]), { training: true, runningMean: [0, 0, 0] as never }),
    () => ops.batchNorm(zeros([2, 3]), { training: true, momentum: NaN }),
    () => ops.batchNorm(zeros([2, 3]), { training: true, eps: -1 }),
    () => ops.batchNorm(zeros([2, 3]), { training: 1 as never }),
    () => ops.batchNorm(zeros([2, 3]), { trainig: true } as never),
  ],
}; // prettier-ignore

export const groupNorm: OpSamples = {
  samples: [
    { inputs: [[2, 4, 3], [4], [4]], call: (x, weight, bias) => ops.groupNorm(x, 2, { weight, bias }) },
    { inputs: [[2, 4, 2, 2], [4]], call: (x, weight) => ops.groupNorm(x, 4, { weight, eps: 0.01 }) },
    { inputs: [[3, 6], [6]], call: (x, bias) => ops.groupNorm(x, 1, { bias }) },
    { inputs: [[1, 3, 3]], call: (x) => ops.groupNorm(x, 1) },
    { inputs: [[0, 2, 3]], call: (x) => ops.groupNorm(x, 2) },
  ],
  bad: [
    () => ops.groupNorm(zeros([4]), 2),
    () => ops.groupNorm(zeros([2, 4]), 3),
    () => ops.groupNorm(zeros([2, 4]), 0),
    () => ops.groupNorm(zeros([2, 4]), 2, { weight: zeros([2]) }),
    () => ops.groupNorm(zeros([2, 4]), 2, { eps: NaN }),
  ],
};

export const instanceNorm: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4], [3], [3]], call: (x, weight, bias) => ops.instanceNorm(x, { weight, bias }) },
    { inputs: [[1, 2, 3, 2]], call: (x) => ops.instanceNorm(x, { eps: 0.1 }) },
    { inputs: [[0, 2, 3]], call: (x) => ops.instanceNorm(x) },
  ],
  bad: [
    () => ops.instanceNorm(zeros([2, 3])),
    () => ops.instanceNorm(zeros([2, 3, 1])),
    () => ops.instanceNorm(zeros([2, 3, 2]), { weight: zeros([2]) }),
    () => ops.instanceNorm(zeros([2, 3, 2]), { eps: -1 }),
  ],
};

export const rmsNorm: OpSamples = {
  samples: [
    { inputs: [[3, 4], [4]], call: (x, w) => ops.rmsNorm(x, w, { eps: 1e-3 }) },
    {
      inputs: [
        [2, 3, 2],
        [3, 2],
      ],
      call: (x, w) => ops.rmsNorm(x, w, { eps: 0.1 }),
    },
    { inputs: [[2, 3, 4]], call: (x) => ops.rmsNorm(x) },
    { inputs: [[2, 1], [1]], call: (x, w) => ops.rmsNorm(x, w, { eps: 0.5 }) },
    { inputs: [[0, 3], [3]], call: (x, w) => ops.rmsNorm(x, w) },
  ],
  bad: [
    () => ops.rmsNorm(tensor(1)),
    () => ops.rmsNorm(zeros([2, 3]), zeros([2])),
    () => ops.rmsNorm(zeros([2, 3]), zeros([3]), { normalizedShape: [2, 3] }),
    () => ops.rmsNorm(zeros([2, 3]), null, { eps: -1 }),
  ],
};
