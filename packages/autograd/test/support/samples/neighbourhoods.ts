import * as ops from "../../../src/index.ts";
import { zeros, type MaxPoolOptions, type PerAxis, type Tensor } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

export const conv1d: OpSamples = {
  samples: [
    { inputs: [[2, 3, 7], [4, 3, 3], [4]], call: (x, w, b) => ops.conv1d(x, w, b) },
    { inputs: [[2, 4, 6], [2, 2, 3]], call: (x, w) => ops.conv1d(x, w, null, { stride: 2, padding: 1, groups: 2 }) },
    { inputs: [[1, 2, 7], [1, 2, 4]], call: (x, w) => ops.conv1d(x, w, null, { padding: "same", dilation: 2 }) },
    { inputs: [[2, 5], [3, 1, 2], [3]], call: (x, w, b) => ops.conv1d(x, w.expand([3, 2, 2]), b, { padding: [3] }) },
    { inputs: [[1, 1, 1], [1, 1, 1]], call: (x, w) => ops.conv1d(x, w, null, { padding: "valid" }) },
    { inputs: [[0, 2, 3], [2, 2, 2], [2]], call: (x, w, b) => ops.conv1d(x, w, b) },
  ],
  bad: [
    () => ops.conv1d(zeros([2]), zeros([1, 1, 1])),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([1, 3, 2])),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 1, 2]), null, { groups: 2 }),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([1, 2, 6])),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([1, 2, 0])),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), zeros([2])),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), null, { stride: 0 }),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), null, { padding: -1 }),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), null, { padding: "all" as never }),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), null, { padding: "same", stride: 2 }),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), null, { dilation: [1, 1] }),
    () => ops.conv1d(zeros([1, 2, 5]), zeros([3, 2, 2]), null, { strides: 1 } as never),
  ],
}; // prettier-ignore

export const conv2d: OpSamples = {
  samples: [
    { inputs: [[2, 2, 4, 3], [3, 2, 2, 2], [3]], call: (x, w, b) => ops.conv2d(x, w, b) },
    { inputs: [[1, 2, 6, 5], [4, 1, 3, 2]], call: (x, w) => ops.conv2d(x, w, null, { stride: [2, 1], padding: [1, 0], groups: 2 }) },
    { inputs: [[1, 2, 5, 4], [1, 2, 2, 2]], call: (x, w) => ops.conv2d(x, w, null, { stride: [1, 2], padding: 1, dilation: [2, 3] }) },
    { inputs: [[1, 3, 4], [2, 1, 2, 3]], call: (x, w) => ops.conv2d(x, w, null, { padding: "same" }) },
    { inputs: [[1, 2, 0, 3], [1, 2, 1, 1]], call: (x, w) => ops.conv2d(x, w, null, { padding: 1 }) },
  ],
  bad: [
    () => ops.conv2d(zeros([1, 5]), zeros([1, 1, 1, 1])),
    () => ops.conv2d(zeros([1, 1, 5, 5]), zeros([1, 1, 1])),
    () => ops.conv2d(zeros([1, 1, 2, 2]), zeros([1, 1, 3, 1])),
    () => ops.conv2d(zeros([1, 1, 2, 2]), zeros([1, 1, 1, 1]), null, { groups: NaN }),
  ],
}; // prettier-ignore

export const convTranspose1d: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4], [3, 2, 3], [2]], call: (x, w, b) => ops.convTranspose1d(x, w, b) },
    { inputs: [[1, 4, 3], [4, 1, 2]], call: (x, w) => ops.convTranspose1d(x, w, null, { stride: 3, padding: 1, outputPadding: 2, groups: 2 }) },
    { inputs: [[2, 3], [2, 1, 2]], call: (x, w) => ops.convTranspose1d(x, w, null, { dilation: 2 }) },
    { inputs: [[0, 2, 3], [2, 1, 2]], call: (x, w) => ops.convTranspose1d(x, w) },
  ],
  bad: [
    () => ops.convTranspose1d(zeros([3]), zeros([3, 1, 1])),
    () => ops.convTranspose1d(zeros([1, 2, 3]), zeros([3, 1, 1])),
    () => ops.convTranspose1d(zeros([1, 3, 3]), zeros([3, 1, 1]), null, { groups: 2 }),
    () => ops.convTranspose1d(zeros([1, 3, 3]), zeros([3, 1, 1]), null, { outputPadding: 1 }),
    () => ops.convTranspose1d(zeros([1, 3, 3]), zeros([3, 1, 1]), null, { padding: 2 }),
    () => ops.convTranspose1d(zeros([1, 3, 3]), zeros([3, 2, 1]), zeros([1])),
  ],
}; // prettier-ignore

export const convTranspose2d: OpSamples = {
  samples: [
    { inputs: [[2, 2, 2, 3], [2, 3, 2, 2], [3]], call: (x, w, b) => ops.convTranspose2d(x, w, b) },
    { inputs: [[1, 2, 3, 2], [2, 1, 2, 3]], call: (x, w) => ops.convTranspose2d(x, w, null, { stride: [2, 1], padding: [0, 1], outputPadding: [1, 0], groups: 2 }) },
    { inputs: [[0, 1, 2, 2], [1, 1, 1, 1]], call: (x, w) => ops.convTranspose2d(x, w) },
  ],
  bad: [
    () => ops.convTranspose2d(zeros([1, 1, 0, 2]), zeros([1, 1, 1, 1])),
    () => ops.convTranspose2d(zeros([1, 1, 2, 2]), zeros([1, 1, 1, 1]), null, { stride: [1] }),
  ],
}; // prettier-ignore

type Pool = (x: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions) => Tensor;
const badPools = (op: Pool, shape: number[]): OpSamples["bad"] => [
  () => op(zeros([3]), 1),
  () => op(zeros([1, ...shape]), 9),
  () => op(zeros([1, ...shape]), 0),
  () => op(zeros([1, ...shape]), NaN),
  () => op(zeros([1, ...shape]), 2, { stride: 0 }),
  () => op(zeros([1, ...shape]), 2, { padding: 2 }),
  () => op(zeros([1, ...shape]), [1, 1, 1]),
  () => op(zeros([1, ...shape.fill(0)]), 1),
  () => op(zeros([1, ...shape]), 1, { ceilMode: 1 as never }),
  () => op(zeros([1, ...shape]), 1, { strides: 1 } as never),
];
const pools1d = (op: Pool): OpSamples["samples"] => [
  { inputs: [[2, 3, 8]], call: (x) => op(x, 2) },
  { inputs: [[1, 2, 9]], call: (x) => op(x, 3, { stride: 2, padding: 1 }) },
  { inputs: [[2, 6]], call: (x) => op(x, 3, { stride: 2, ceilMode: true, padding: [1] }) },
  { inputs: [[0, 2, 4]], call: (x) => op(x, 4) },
];
const pools2d = (op: Pool): OpSamples["samples"] => [
  { inputs: [[2, 2, 4, 4]], call: (x) => op(x, 2) },
  { inputs: [[1, 2, 5, 6]], call: (x) => op(x, [3, 2], { stride: [2, 1], padding: [1, 0] }) },
  { inputs: [[1, 5, 4]], call: (x) => op(x, 2, { ceilMode: true, stride: [2, 3], padding: 1 }) },
  { inputs: [[0, 1, 3, 3]], call: (x) => op(x, 1) },
];

export const maxPool1d: OpSamples = {
  domain: "distinct",
  samples: [
    ...pools1d(ops.maxPool1d),
    { inputs: [[1, 2, 9]], call: (x) => ops.maxPool1d(x, 3, { stride: 1, padding: 1, dilation: 2, ceilMode: true }) },
  ],
  bad: [...badPools(ops.maxPool1d, [1, 5]), () => ops.maxPool1d(zeros([1, 1, 3]), 2, { dilation: 3 })],
}; // prettier-ignore
export const maxPool2d: OpSamples = {
  domain: "distinct",
  samples: [
    ...pools2d(ops.maxPool2d),
    { inputs: [[1, 1, 6, 5]], call: (x) => ops.maxPool2d(x, [2, 3], { stride: 1, padding: [1, 1], dilation: [3, 2] }) },
  ],
  bad: badPools(ops.maxPool2d, [1, 5, 5]),
}; // prettier-ignore
export const avgPool1d: OpSamples = {
  samples: [
    ...pools1d(ops.avgPool1d),
    { inputs: [[1, 2, 9]], call: (x) => ops.avgPool1d(x, 3, { stride: 2, padding: 1, countIncludePad: false }) },
  ],
  bad: badPools(ops.avgPool1d, [1, 5]),
}; // prettier-ignore
export const avgPool2d: OpSamples = {
  samples: [
    ...pools2d(ops.avgPool2d),
    { inputs: [[1, 1, 5, 5]], call: (x) => ops.avgPool2d(x, 3, { stride: 1, padding: 1, countIncludePad: false }) },
    { inputs: [[1, 1, 3, 4]], call: (x) => ops.avgPool2d(x, 2, { divisorOverride: 3 }) },
  ],
  bad: [
    ...badPools(ops.avgPool2d, [1, 5, 5]),
    () => ops.avgPool2d(zeros([1, 1, 3, 3]), 2, { divisorOverride: 0 }),
  ],
}; // prettier-ignore

type Adaptive = (x: Tensor, outputSize: number | (number | null)[]) => Tensor;
const adaptive1d = (op: Adaptive): OpSamples => ({
  domain: "distinct",
  samples: [
    { inputs: [[2, 1, 7]], call: (x) => op(x, 3) },
    { inputs: [[2, 3]], call: (x) => op(x, [5]) },
    { inputs: [[0, 1, 2]], call: (x) => op(x, 1) },
  ],
  bad: [() => op(zeros([1, 3]), 0), () => op(zeros([3]), 1), () => op(zeros([1, 3]), [1, 1])],
});
const adaptive2d = (op: Adaptive): OpSamples => ({
  domain: "distinct",
  samples: [
    { inputs: [[2, 1, 5, 4]], call: (x) => op(x, [2, 3]) },
    { inputs: [[1, 3, 4]], call: (x) => op(x, [null, 1]) },
    { inputs: [[0, 1, 2, 2]], call: (x) => op(x, 1) },
  ],
  bad: [() => op(zeros([1, 3, 3]), 1.5), () => op(zeros([1, 0, 2]), 1), () => op(zeros([1, 3, 3]), [1])],
});
export const adaptiveAvgPool1d: OpSamples = adaptive1d(ops.adaptiveAvgPool1d);
export const adaptiveMaxPool1d: OpSamples = adaptive1d(ops.adaptiveMaxPool1d);
export const adaptiveAvgPool2d: OpSamples = adaptive2d(ops.adaptiveAvgPool2d);
export const adaptiveMaxPool2d: OpSamples = adaptive2d(ops.adaptiveMaxPool2d);
