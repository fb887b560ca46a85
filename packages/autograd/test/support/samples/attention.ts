import {
  Generator,
  attentionWeights as weights,
  scaledDotProductAttention as attention,
  zeros,
} from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

const mask = [
  [false, true, false, false],
  [true, false, true, false],
  [false, false, false, true],
];

export const attentionWeights: OpSamples = {
  samples: [
    { inputs: [[3, 2], [4, 2]], call: (q, k) => weights(q, k) },
    { inputs: [[3, 2], [3, 2]], call: (q, k) => weights(q, k, { isCausal: true }) },
    { inputs: [[2, 1, 3, 2], [2, 4, 2]], call: (q, k) => weights(q, k, { mask, scale: 2 }) },
    { inputs: [[2, 3, 2], [4, 2], [2, 1, 4]], call: (q, k, bias) => weights(q, k, { bias, mask }) },
    { inputs: [[1, 1], [1, 1]], call: (q, k) => weights(q, k) },
    { inputs: [[0, 2], [3, 2]], call: (q, k) => weights(q, k) },
    { inputs: [[2, 2], [0, 2]], call: (q, k) => weights(q, k, { isCausal: true }) },
  ], // prettier-ignore
  bad: [
    () => weights(zeros([3]), zeros([2, 3])),
    () => weights(zeros([2, 3]), zeros([2, 4])),
    () => weights(zeros([2, 0]), zeros([2, 0])),
    () => weights(zeros([2, 2, 3]), zeros([3, 2, 3])),
    () => weights(zeros([2, 3]), zeros([4, 3]), { mask: [[true, false]] }),
    () => weights(zeros([2, 3]), zeros([4, 3]), { bias: zeros([3, 2, 4]) }),
    () => weights(zeros([2, 3]), zeros([4, 3]), { scale: NaN }),
    () => weights(zeros([2, 3]), zeros([4, 3]), { isCausal: 1 as never }),
    () => weights(zeros([2, 3]), zeros([4, 3]), { causal: true } as never),
  ],
};

export const scaledDotProductAttention: OpSamples = {
  samples: [
    { inputs: [[3, 2], [4, 2], [4, 3]], call: (q, k, v) => attention(q, k, v) },
    { inputs: [[2, 3, 2], [2, 4, 2], [4, 2]], call: (q, k, v) => attention(q, k, v, { mask }) },
    { inputs: [[3, 2], [3, 2], [2, 3, 2]], call: (q, k, v) => attention(q, k, v, { isCausal: true, scale: 1 }) },
    { inputs: [[3, 2], [4, 2], [4, 2], [3, 4]], call: (q, k, v, bias) => attention(q, k, v, { bias, mask }) },
    {
      inputs: [[3, 2], [4, 2], [4, 2]],
      call: (q, k, v) => attention(q, k, v, { dropoutP: 0.2, generator: new Generator(3) }),
    },
    { inputs: [[1, 1], [1, 1], [1, 1]], call: (q, k, v) => attention(q, k, v) },
    { inputs: [[0, 2], [3, 2], [3, 1]], call: (q, k, v) => attention(q, k, v) },
  ], // prettier-ignore
  bad: [
    () => attention(zeros([2, 3]), zeros([4, 3]), zeros([5, 3])),
    () => attention(zeros([2, 3]), zeros([3]), zeros([3])),
    () => attention(zeros([2, 3]), zeros([4, 2]), zeros([4, 3])),
    () => attention(zeros([2, 2, 3]), zeros([2, 4, 3]), zeros([3, 4, 3])),
    () => attention(zeros([2, 3]), zeros([4, 3]), zeros([4, 3]), { mask: [[[true]], [[true]]] }),
    () => attention(zeros([2, 3]), zeros([4, 3]), zeros([4, 3]), { dropoutP: 1.5 }),
    () => attention(zeros([2, 3]), zeros([4, 3]), zeros([4, 3]), { dropout: 0.1 } as never),
  ],
};
