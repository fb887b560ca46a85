import * as ops from "../../../src/index.ts";
import { tensor, zeros, type ReduceOptions, type Tensor } from "../../../src/index.ts";
import type { OpSamples, Sample } from "./sample.ts";

type Reduce = (x: Tensor, options?: ReduceOptions) => Tensor;

/** Calls over all axes, one, neighbours, and axes apart, with none empty. */
const full = (op: Reduce): Sample[] => [
  { inputs: [[2, 3]], call: (x) => op(x) },
  { inputs: [[2, 3, 2]], call: (x) => op(x, { axis: 1 }) },
  { inputs: [[3, 4]], call: (x) => op(x, { axis: -1, keepDims: true }) },
  { inputs: [[2, 2, 3]], call: (x) => op(x, { axis: [1, 2] }) },
  { inputs: [[2, 3, 2]], call: (x) => op(x, { axis: [0, -1], keepDims: true }) },
  { inputs: [[3, 2, 2]], call: (x) => op(x, { axis: [2, 0] }) },
  { inputs: [[0, 3]], call: (x) => op(x, { axis: 1 }) },
];
const single = (op: Reduce): Sample[] => [
  { inputs: [[1, 2]], call: (x) => op(x, { axis: 0 }) },
  { inputs: [[]], call: (x) => op(x) },
];
const ofNone = (op: Reduce): Sample[] => [
  { inputs: [[0]], call: (x) => op(x) },
  { inputs: [[2, 0]], call: (x) => op(x, { axis: 1 }) },
];
const bad = (op: Reduce): OpSamples["bad"] => [
  () => op(tensor([1]), { axis: 1 }),
  () => op(tensor([[1]]), { axis: [0, -2] }),
  () => op(tensor([[1]]), 0 as never),
  () => op(tensor([[1]]), { keepDims: 1 as never }),
  () => op("a" as never),
];
const reduction = (op: Reduce): OpSamples => ({
  samples: [...full(op), ...single(op)],
  bad: bad(op),
});
const choice = (op: Reduce): OpSamples => ({
  domain: "distinct",
  samples: [...full(op), ...single(op)],
  bad: [...bad(op), () => op(zeros([0])), () => op(zeros([2, 0]), { axis: 1 })],
});

export const mean: OpSamples = reduction(ops.mean);
export const prod: OpSamples = {
  domain: "distinct",
  samples: [...full(ops.prod), ...single(ops.prod), ...ofNone(ops.prod)],
  bad: bad(ops.prod),
};
export const max: OpSamples = choice(ops.max);
export const min: OpSamples = choice(ops.min);
export const amax: OpSamples = choice(ops.amax);
export const amin: OpSamples = choice(ops.amin);
export const logsumexp: OpSamples = reduction(ops.logsumexp);

const biased: Reduce = (x, options) => ops.variance(x, { unbiased: false, ...options });
export const variance: OpSamples = {
  samples: [
    ...full(ops.variance),
    { inputs: [[5]], call: (x) => ops.variance(x, { correction: 2 }) },
    ...full(biased),
    ...single(biased),
  ],
  bad: [
    ...bad(ops.variance),
    () => ops.variance(tensor([1, 2]), { unbiased: 1 as never }),
    () => ops.variance(tensor([1, 2]), { correction: NaN }),
    () => ops.variance(tensor([1, 2]), { correction: 1, unbiased: true }),
  ],
};
export const std: OpSamples = {
  domain: "distinct",
  samples: [...full(ops.std), ...full((x, options) => ops.std(x, { correction: 0.5, ...options })), { inputs: [[2, 1]], call: (x) => ops.std(x, { axis: 0 }) }],
  bad: [...bad(ops.std), () => ops.std(tensor([1, 2]), { unbiased: "no" as never })],
}; // prettier-ignore

const normOf = (p: number): Reduce => (x, options) => ops.norm(x, { p, ...options }); // prettier-ignore
export const norm: OpSamples = {
  // The largest magnitude must be of one element only.
  domain: "distinct",
  samples: [
    ...full(ops.norm),
    ...single(ops.norm),
    ...ofNone(ops.norm),
    ...full(normOf(1)),
    ...single(normOf(3)),
    { inputs: [[2, 3]], call: (x) => ops.norm(x, { p: 2.5, axis: 1 }) },
    { inputs: [[2, 2, 2]], call: (x) => ops.norm(x, { p: 4, axis: [0, 2] }) },
    { inputs: [[2, 3]], call: (x) => ops.norm(x, { p: Infinity, axis: 0 }) },
    { inputs: [[2, 3]], call: (x) => ops.norm(x, { p: -Infinity, axis: 1 }) },
    { inputs: [[2, 2, 3]], call: (x) => ops.norm(x, { p: -1, axis: [0, 2] }) },
    { inputs: [[2, 3]], call: (x) => ops.norm(x, { p: -2.5, axis: 0, keepDims: true }) },
    { inputs: [[2, 3]], call: (x) => ops.norm(x, { p: 0.5 }) },
  ],
  bad: [
    ...bad(ops.norm),
    () => ops.norm(tensor([1]), { p: "fro" as never }),
    () => ops.norm(tensor([1]), { p: NaN }),
    () => ops.norm(zeros([0]), { p: Infinity }),
  ],
};

const along = (op: (x: Tensor, options?: { axis?: number }) => Tensor): OpSamples => ({
  samples: [
    { inputs: [[2, 3]], call: (x) => op(x) },
    { inputs: [[2, 3]], call: (x) => op(x, { axis: 0 }) },
    { inputs: [[2, 3, 2]], call: (x) => op(x, { axis: -2 }) },
    { inputs: [[2, 1]], call: (x) => op(x, { axis: 1 }) },
    { inputs: [[]], call: (x) => op(x) },
    { inputs: [[2, 0]], call: (x) => op(x) },
  ],
  bad: [
    () => op(tensor([1]), { axis: 1 }),
    () => op(tensor([1]), { axis: 0.5 }),
    () => op(tensor([1]), 0 as never),
    () => op("a" as never),
  ],
});

export const softmax: OpSamples = along(ops.softmax);
export const logSoftmax: OpSamples = along(ops.logSoftmax);
export const cumsum: OpSamples = along(ops.cumsum);
export const cumprod: OpSamples = along(ops.cumprod);
export const logCumsumExp: OpSamples = along(ops.logCumsumExp);

const position = (op: typeof ops.argmax): OpSamples => {
  const found = (x: Tensor, options?: ops.ArgOptions): Tensor =>
    tensor(Array.from(op(x, options)), { dtype: x.dtype });
  return {
    domain: "distinct",
    noGradient: "integer result",
    hidesNaN: "gives the place of the NaN",
    samples: [
      { inputs: [[2, 3]], call: (x) => found(x) },
      { inputs: [[2, 3, 2]], call: (x) => found(x, { axis: 1 }) },
      { inputs: [[1, 2]], call: (x) => found(x, { axis: -1, keepDims: true }) },
      { inputs: [[0, 2]], call: (x) => found(x, { axis: 1 }) },
      { inputs: [[]], call: (x) => found(x) },
    ],
    bad: [
      () => op(zeros([0])),
      () => op(zeros([2, 0]), { axis: 1 }),
      () => op(tensor([1]), { axis: 1 }),
      () => op(tensor([1]), { axis: [0] as never }),
      () => op(tensor([1]), 0 as never),
    ],
  };
};

export const argmax: OpSamples = position(ops.argmax);
export const argmin: OpSamples = position(ops.argmin);

export const dot: OpSamples = {
  samples: [[3], [1], [0]].map((shape) => ({ inputs: [shape, shape], call: (a, b) => ops.dot(a, b) })),
  bad: [
    () => ops.dot(tensor([1, 2]), tensor([1])),
    () => ops.dot(tensor([[1]]), tensor([1])),
    () => ops.dot(tensor(1), tensor(1)),
  ],
};

export const outer: OpSamples = {
  samples: [
    { inputs: [[2], [3]], call: (a, b) => ops.outer(a, b) },
    { inputs: [[1], [1]], call: (a, b) => ops.outer(a, b) },
    { inputs: [[0], [2]], call: (a, b) => ops.outer(a, b) },
  ],
  bad: [() => ops.outer(tensor([[1]]), tensor([1])), () => ops.outer(tensor([1]), tensor(1))],
};

const sums = (spec: string, ...inputs: number[][]): Sample => ({
  inputs,
  call: (...xs) => ops.einsum(spec, ...xs),
});
export const einsum: OpSamples = {
  samples: [
    sums("ij,jk->ik", [2, 3], [3, 2]),
    sums("ji,kj", [3, 2], [2, 3]),
    sums("bij,bjk->bik", [2, 2, 3], [2, 3, 1]),
    sums("i,j->ji", [2], [3]),
    sums("ij->ji", [2, 3]),
    sums("ij->", [2, 3]),
    sums("ii->i", [3, 3]),
    sums("ibi", [2, 3, 2]),
    sums("iii,i", [2, 2, 2], [2]),
    sums("bsh,bh->bs", [2, 2, 3], [2, 3]),
    sums("ij,jk,kl,l->i", [2, 3], [3, 2], [2, 2], [2]),
    sums("ij,kl->jk", [2, 3], [2, 2]),
    sums("...ij,...jk->...ik", [2, 1, 2, 2], [3, 2, 1]),
    sums("a...,...", [2, 3], []),
    sums("i,i", [0], [0]),
  ],
  bad: [
    () => ops.einsum("ij"),
    () => ops.einsum(1 as never, tensor([1])),
    () => ops.einsum("i,j", tensor([1])),
    () => ops.einsum("ij", tensor([1])),
    () => ops.einsum("i,i", tensor([1, 2]), tensor([1])),
    () => ops.einsum("i->j", tensor([1])),
    () => ops.einsum("i->ii", tensor([1])),
    () => ops.einsum("i->i->i", tensor([1])),
    () => ops.einsum("i.j", zeros([1, 1])),
    () => ops.einsum("...i...", tensor([1])),
    () => ops.einsum("ij...", tensor([1])),
  ],
};

export const median: OpSamples = choice(ops.median);

const truths = (op: typeof ops.any): OpSamples => ({
  noGradient: "piecewise constant",
  hidesNaN: "counts it as true",
  samples: [...full((x, options) => op(ops.greater(x, 0), options)), ...single(op), ...ofNone(op)],
  bad: bad(op),
});
export const any: OpSamples = truths(ops.any);
export const all: OpSamples = truths(ops.all);
export const countNonzero: OpSamples = truths(ops.countNonzero);
