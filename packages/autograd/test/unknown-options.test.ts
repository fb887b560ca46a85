import { describe, expect, test } from "vitest";
import * as ops from "./support/operations.ts";
import {
  ArgumentError, arange, bernoulli, eye, full, gradcheck, gradgradcheck, gradients, linspace, oneHot, ones, rand, randint, randn, randperm, tensor, zeros,
} from "../src/index.ts"; // prettier-ignore

type LastArgument<F> = F extends (...args: infer Args) => unknown
  ? Required<Args> extends [...unknown[], infer Last]
    ? Last
    : never
  : never;
/** Operations whose last argument is an object of options. */
type WithOptions = {
  [Name in keyof typeof ops]: Record<never, never> extends LastArgument<(typeof ops)[Name]> ? Name : never;
}[keyof typeof ops];
type Call = (options: Record<never, never>) => unknown;

const x = zeros([2, 4]);
const signal = zeros([1, 2, 4]);
const image = zeros([1, 2, 4, 4]);
const scalar = tensor(1);

/** Good calls, but for their options: an operation with options that is not here does not compile. */
const operations: Record<WithOptions, Call> = {
  addcdiv: (o) => ops.addcdiv(1, 2, 3, o),
  addcmul: (o) => ops.addcmul(1, 2, 3, o),
  addmm: (o) => ops.addmm(1, x, zeros([4, 2]), o),
  all: (o) => ops.all(x, o),
  amax: (o) => ops.amax(x, o),
  amin: (o) => ops.amin(x, o),
  any: (o) => ops.any(x, o),
  argmax: (o) => ops.argmax(x, o),
  argmin: (o) => ops.argmin(x, o),
  argsort: (o) => ops.argsort(x, o),
  attentionWeights: (o) => ops.attentionWeights(x, x, o),
  avgPool1d: (o) => ops.avgPool1d(signal, 2, o),
  avgPool2d: (o) => ops.avgPool2d(image, 2, o),
  baddbmm: (o) => ops.baddbmm(1, zeros([1, 2, 4]), zeros([1, 4, 2]), o),
  batchNorm: (o) => ops.batchNorm(x, { training: true, ...o }),
  cdist: (o) => ops.cdist(x, x, o),
  celu: (o) => ops.celu(x, o),
  chunk: (o) => ops.chunk(x, 2, o),
  clamp: (o) => ops.clamp(x, { min: 0, ...o }),
  concat: (o) => ops.concat([x, x], o),
  conv1d: (o) => ops.conv1d(signal, zeros([3, 2, 1]), null, o),
  conv2d: (o) => ops.conv2d(image, zeros([3, 2, 1, 1]), null, o),
  convTranspose1d: (o) => ops.convTranspose1d(signal, zeros([2, 3, 1]), null, o),
  convTranspose2d: (o) => ops.convTranspose2d(image, zeros([2, 3, 1, 1]), null, o),
  cosineSimilarity: (o) => ops.cosineSimilarity(x, x, o),
  countNonzero: (o) => ops.countNonzero(x, o),
  cross: (o) => ops.cross([1, 2, 3], [1, 2, 3], o),
  cummax: (o) => ops.cummax(x, o),
  cummin: (o) => ops.cummin(x, o),
  cumprod: (o) => ops.cumprod(x, o),
  cumsum: (o) => ops.cumsum(x, o),
  diagonal: (o) => ops.diagonal(x, o),
  diff: (o) => ops.diff(x, o),
  dropout: (o) => ops.dropout(x, o),
  elu: (o) => ops.elu(x, o),
  embedding: (o) => ops.embedding([0, 1], x, o),
  gather: (o) => ops.gather(x, [[0, 1]], o),
  gelu: (o) => ops.gelu(x, o),
  glu: (o) => ops.glu(x, o),
  groupNorm: (o) => ops.groupNorm(signal, 2, o),
  hardshrink: (o) => ops.hardshrink(x, o),
  hardtanh: (o) => ops.hardtanh(x, o),
  indexAdd: (o) => ops.indexAdd(x, [0], zeros([1, 4]), o),
  indexSelect: (o) => ops.indexSelect(x, [0], o),
  instanceNorm: (o) => ops.instanceNorm(signal, o),
  layerNorm: (o) => ops.layerNorm(x, null, null, o),
  leakyRelu: (o) => ops.leakyRelu(x, o),
  logCumsumExp: (o) => ops.logCumsumExp(x, o),
  logSoftmax: (o) => ops.logSoftmax(x, o),
  logit: (o) => ops.logit(x, o),
  logsumexp: (o) => ops.logsumexp(x, o),
  matmul: (o) => ops.matmul(x, zeros([4, 3]), o),
  max: (o) => ops.max(x, o),
  maxPool1d: (o) => ops.maxPool1d(signal, 2, o),
  maxPool2d: (o) => ops.maxPool2d(image, 2, o),
  mean: (o) => ops.mean(x, o),
  median: (o) => ops.median(x, o),
  min: (o) => ops.min(x, o),
  nanToNum: (o) => ops.nanToNum(x, o),
  norm: (o) => ops.norm(x, o),
  normalize: (o) => ops.normalize(x, o),
  pad: (o) => ops.pad(x, [[1, 1]], o),
  prod: (o) => ops.prod(x, o),
  repeatInterleave: (o) => ops.repeatInterleave(x, 2, o),
  rmsNorm: (o) => ops.rmsNorm(x, null, o),
  scaledDotProductAttention: (o) => ops.scaledDotProductAttention(x, x, x, o),
  scatter: (o) => ops.scatter(x, [[0, 1]], [[1, 1]], o),
  scatterAdd: (o) => ops.scatterAdd(x, [[0, 1]], [[1, 1]], o),
  softmax: (o) => ops.softmax(x, o),
  softmin: (o) => ops.softmin(x, o),
  softplus: (o) => ops.softplus(x, o),
  softshrink: (o) => ops.softshrink(x, o),
  sort: (o) => ops.sort(x, o),
  split: (o) => ops.split(x, 1, o),
  stack: (o) => ops.stack([x, x], o),
  std: (o) => ops.std(x, o),
  sum: (o) => ops.sum(x, o),
  topk: (o) => ops.topk(x, 2, o),
  tril: (o) => ops.tril(x, o),
  triu: (o) => ops.triu(x, o),
  unstack: (o) => ops.unstack(x, o),
  variance: (o) => ops.variance(x, o),
};
const creation: Record<string, Call> = {
  arange: (o) => arange(0, 3, 1, o),
  bernoulli: (o) => bernoulli(0.5, [2], o),
  eye: (o) => eye(2, 2, o),
  full: (o) => full([2], 1, o),
  linspace: (o) => linspace(0, 1, 3, o),
  oneHot: (o) => oneHot([0], 2, o),
  ones: (o) => ones([2], o),
  rand: (o) => rand([2], o),
  randint: (o) => randint(0, 2, [2], o),
  randn: (o) => randn([2], o),
  randperm: (o) => randperm(3, o),
  tensor: (o) => tensor(scalar, o),
  zeros: (o) => zeros([2], o),
};
const walks: Record<string, Call> = {
  backward: (o) => {
    const leaf = tensor(1, { requiresGrad: true });
    leaf.square().backward(undefined, o);
    return leaf.grad;
  },
  gradcheck: (o) => gradcheck((a) => a.square(), [1], o),
  gradgradcheck: (o) => gradgradcheck((a) => a.square(), [1], o),
  gradients: (o) => {
    const leaf = tensor(1, { requiresGrad: true });
    return gradients(leaf.square(), [leaf], o);
  },
};

describe.each(Object.entries({ ...operations, ...creation, ...walks }))("%s", (name, call) => {
  test("takes no options, and refuses unknown ones and what is no object", () => {
    expect(call({})).toBeDefined();
    const refused = new RegExp(`^${name}: unknown option "nonsense"; it takes \\w+`);
    expect(() => call({ nonsense: undefined })).toThrow(ArgumentError);
    expect(() => call({ nonsense: 1 })).toThrow(refused);
    // Calls that add options of their own spread these.
    if (name === "batchNorm" || name === "clamp") return;
    for (const wrong of [null, 1, "axis", [1]]) {
      expect(() => call(wrong as never)).toThrow(ArgumentError);
      expect(() => call(wrong as never)).toThrow(new RegExp(`^${name}: options must be an object`));
    }
  });
});
