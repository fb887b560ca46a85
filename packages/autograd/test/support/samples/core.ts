import * as ops from "../../../src/index.ts";
import { tensor } from "../../../src/index.ts";
import { clash, maps, notNumbers, pairs } from "./helpers.ts";
import type { OpSamples } from "./sample.ts";

export const add: OpSamples = { samples: pairs(ops.add), bad: clash(ops.add) };
export const sub: OpSamples = { samples: pairs(ops.sub), bad: clash(ops.sub) };
export const mul: OpSamples = { samples: pairs(ops.mul), bad: clash(ops.mul) };
export const div: OpSamples = { domain: ["real", "nonzero"], samples: pairs(ops.div), bad: clash(ops.div) };

export const neg: OpSamples = { samples: maps(ops.neg), bad: notNumbers(ops.neg) };
export const exp: OpSamples = { samples: maps(ops.exp), bad: notNumbers(ops.exp) };
export const square: OpSamples = { samples: maps(ops.square), bad: notNumbers(ops.square) };
export const tanh: OpSamples = { samples: maps(ops.tanh), bad: notNumbers(ops.tanh) };
export const clone: OpSamples = { samples: maps(ops.clone), bad: notNumbers(ops.clone) };

export const to: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.to(x, x.dtype) },
    { inputs: [[1]], call: (x) => ops.to(x, x.dtype) },
    { inputs: [[0]], call: (x) => ops.to(x, x.dtype) },
  ],
  bad: [() => ops.to(tensor([1]), "int8" as never)],
};

export const sum: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.sum(x) },
    { inputs: [[2, 3, 4]], call: (x) => ops.sum(x, { axis: 1 }) },
    { inputs: [[2, 3, 4]], call: (x) => ops.sum(x, { axis: [0, -1], keepDims: true }) },
    { inputs: [[2, 0]], call: (x) => ops.sum(x, { axis: 1 }) },
    { inputs: [[1, 1]], call: (x) => ops.sum(x, { axis: 0 }) },
    { inputs: [[]], call: (x) => ops.sum(x) },
  ],
  bad: [() => ops.sum(tensor([1]), { axis: 1 }), () => ops.sum(tensor([[1]]), { axis: [0, 0] })],
};

export const matmul: OpSamples = {
  samples: [
    { inputs: [[2, 3], [3, 4]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[3, 2], [3, 4]], call: (a, b) => ops.matmul(a, b, { transposeA: true }) },
    { inputs: [[2, 3], [4, 3]], call: (a, b) => ops.matmul(a, b, { transposeB: true }) },
    { inputs: [[3, 2], [4, 3]], call: (a, b) => ops.matmul(a, b, { transposeA: true, transposeB: true }) },
    { inputs: [[3], [3]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[2, 3], [3]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[3], [2, 3, 2]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[2, 1, 2, 3], [4, 3, 2]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[2, 2, 3], [3, 2]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[2, 0], [0, 3]], call: (a, b) => ops.matmul(a, b) },
    { inputs: [[1, 1], [1, 1]], call: (a, b) => ops.matmul(a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.matmul(tensor([[1, 2]]), tensor([[1, 2]])),
    () => ops.matmul(tensor(1), tensor([1])),
    () => ops.matmul(ops.zeros([2, 2, 2]), ops.zeros([3, 2, 2])),
  ],
};

export const linear: OpSamples = {
  samples: [
    { inputs: [[2, 3], [4, 3], [4]], call: (x, w, b) => ops.linear(x, w, b) },
    { inputs: [[2, 2, 3], [1, 3]], call: (x, w) => ops.linear(x, w) },
    { inputs: [[0, 3], [2, 3], [2]], call: (x, w, b) => ops.linear(x, w, b) },
  ], // prettier-ignore
  bad: [
    () => ops.linear(ops.zeros([2, 3]), ops.zeros([3, 2])),
    () => ops.linear(ops.zeros([2, 3]), ops.zeros([4, 3]), ops.zeros([3])),
  ],
};

export const reshape: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.reshape(x, [3, -1]) },
    { inputs: [[1]], call: (x) => ops.reshape(x, []) },
    { inputs: [[0, 2]], call: (x) => ops.reshape(x, [2, 0]) },
  ],
  bad: [
    () => ops.reshape(tensor([1, 2]), [3]),
    () => ops.reshape(tensor([1, 2]), [-1, -1]),
    () => ops.reshape(tensor([1]), 1 as never),
  ],
};

export const expand: OpSamples = {
  samples: [
    { inputs: [[3, 1]], call: (x) => ops.expand(x, [2, 3, 4]) },
    { inputs: [[1, 2]], call: (x) => ops.expand(x, [3, -1]) },
    { inputs: [[]], call: (x) => ops.expand(x, [2]) },
    { inputs: [[1]], call: (x) => ops.expand(x, [0]) },
    { inputs: [[0, 1]], call: (x) => ops.expand(x, [0, 2]) },
  ],
  bad: [() => ops.expand(tensor([1, 2]), [3]), () => ops.expand(tensor([[1]]), [1])],
};

export const split: OpSamples = {
  samples: [
    { inputs: [[5, 2]], call: (x) => ops.split(x, 2) },
    { inputs: [[2, 5]], call: (x) => ops.split(x, [1, 0, 4], { axis: -1 }) },
    { inputs: [[1, 2]], call: (x) => ops.split(x, 3) },
    { inputs: [[0, 2]], call: (x) => ops.split(x, 1) },
  ],
  bad: [
    () => ops.split(tensor([1, 2]), [1]),
    () => ops.split(tensor([1, 2]), 0),
    () => ops.split(tensor(1), 1),
  ],
};

export const unstack: OpSamples = {
  samples: [
    { inputs: [[3, 2]], call: (x) => ops.unstack(x) },
    { inputs: [[2, 3, 1]], call: (x) => ops.unstack(x, { axis: 1 }) },
    { inputs: [[2, 0]], call: (x) => ops.unstack(x) },
  ],
  bad: [() => ops.unstack(tensor(1)), () => ops.unstack(tensor([1]), { axis: 1 })],
};

export const concat: OpSamples = {
  samples: [
    { inputs: [[2, 3], [1, 3]], call: (...xs) => ops.concat(xs) },
    { inputs: [[2, 1, 2], [2, 0, 2], [2, 2, 2]], call: (...xs) => ops.concat(xs, { axis: 1 }) },
  ], // prettier-ignore
  bad: [() => ops.concat([]), () => ops.concat([tensor([1]), tensor([[1]])]), () => ops.concat([tensor(1)])],
};

export const stack: OpSamples = {
  samples: [
    { inputs: [[2, 3], [2, 3]], call: (...xs) => ops.stack(xs) },
    { inputs: [[2, 1], [2, 1], [2, 1]], call: (...xs) => ops.stack(xs, { axis: -1 }) },
    { inputs: [[0], [0]], call: (...xs) => ops.stack(xs) },
  ], // prettier-ignore
  bad: [() => ops.stack([]), () => ops.stack([tensor([1]), tensor([1, 2])])],
};
