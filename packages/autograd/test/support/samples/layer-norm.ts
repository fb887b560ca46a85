import { layerNorm as op, tensor, zeros } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

export const layerNorm: OpSamples = {
  samples: [
    { inputs: [[3, 4], [4], [4]], call: (x, w, b) => op(x, w, b) },
    { inputs: [[2, 3, 4], [3, 4]], call: (x, w) => op(x, w, null, { eps: 0.1 }) },
    { inputs: [[2, 2, 3], [3]], call: (x, b) => op(x, null, b) },
    { inputs: [[2, 3, 2]], call: (x) => op(x, null, null, { normalizedShape: [3, 2] }) },
    { inputs: [[5]], call: (x) => op(x) },
    { inputs: [[2, 1], [1], [1]], call: (x, w, b) => op(x, w, b) },
    { inputs: [[0, 3], [3], [3]], call: (x, w, b) => op(x, w, b) },
    { inputs: [[2, 0], [0], [0]], call: (x, w, b) => op(x, w, b) },
  ], // prettier-ignore
  bad: [
    () => op(tensor(1)),
    () => op(zeros([2, 3]), zeros([2])),
    () => op(zeros([2, 3]), zeros([3]), zeros([2])),
    () => op(zeros([2, 3]), null, null, { normalizedShape: [2] }),
    () => op(zeros([2, 3]), null, null, { eps: -1 }),
  ],
};
