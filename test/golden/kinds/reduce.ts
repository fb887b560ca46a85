import * as rewind from "@rewind/autograd";
import type { ArgOptions, ReduceOptions, Tensor, TensorLike } from "@rewind/autograd";
import type { Inputs } from "../inputs.ts";
import type { Computed, Kind, Kinds } from "../kind.ts";

function reduceOptions({ options }: Inputs): ReduceOptions {
  return { axis: options.axis() ?? null, keepDims: options.flag("keepdim") };
}

function argOptions({ options }: Inputs): ArgOptions {
  return { axis: options.maybeNumber("dim") ?? null, keepDims: options.flag("keepdim") };
}

function reduction(op: (x: TensorLike, options: ReduceOptions) => Tensor): Kind {
  return (inputs) => op(inputs.tensor("x"), reduceOptions(inputs));
}

/** PyTorch divides by n - 1 unless `unbiased` is false, which later versions call `correction` 0. */
function spread(op: (x: TensorLike, options: rewind.VarianceOptions) => Tensor): Kind {
  return (inputs) => {
    const correction = inputs.options.number("correction", 1);
    if (correction !== 0 && correction !== 1) throw new Error(`unknown correction ${correction}`);
    const unbiased = inputs.options.flag("unbiased", correction === 1);
    return op(inputs.tensor("x"), { ...reduceOptions(inputs), unbiased });
  };
}

/** Values, and with a `dim` also their indices. */
function extremum(
  value: (x: TensorLike, options: ReduceOptions) => Tensor,
  place: (x: TensorLike, options: ArgOptions) => Int32Array,
): Kind {
  return (inputs): Computed => {
    const x = inputs.tensor("x");
    const values = value(x, reduceOptions(inputs));
    if (inputs.options.axis() === undefined) return { outputs: { values } };
    return { outputs: { values, indices: { shape: values.shape, data: place(x, argOptions(inputs)) } } };
  };
}

/** Integers come flat: their shape is that of the value they point at. */
function position(place: (x: TensorLike, options: ArgOptions) => Int32Array): Kind {
  return (inputs) => {
    const x = inputs.tensor("x");
    const { shape } = rewind.max(x, reduceOptions(inputs));
    return { outputs: { indices: { shape, data: place(x, argOptions(inputs)) } } };
  };
}

function along(op: (x: TensorLike, options: { axis: number }) => Tensor): Kind {
  return (inputs) => op(inputs.tensor("x"), { axis: inputs.options.number("dim") });
}

/** Chosen values and their indices, of one shape. */
function chosen(op: (x: Tensor, inputs: Inputs) => rewind.ValuesAndIndices): Kind {
  return (inputs): Computed => {
    const { values, indices } = op(inputs.tensor("x"), inputs);
    return { outputs: { values, indices: { shape: values.shape, data: indices } } };
  };
}

/** `stable` asks for what sorting always is here. */
function sortOptions({ options }: Inputs): rewind.SortOptions {
  options.ignore("stable");
  return { axis: options.number("dim", -1), descending: options.flag("descending") };
}

export const reduce: Kinds = {
  sum: reduction((x, o) => rewind.sum(x, o)),
  mean: reduction((x, o) => rewind.mean(x, o)),
  prod: reduction((x, o) => rewind.prod(x, o)),
  logsumexp: reduction((x, o) => rewind.logsumexp(x, o)),
  amax: reduction((x, o) => rewind.amax(x, o)),
  amin: reduction((x, o) => rewind.amin(x, o)),
  norm: (inputs) =>
    rewind.norm(inputs.tensor("x"), { ...reduceOptions(inputs), p: inputs.options.number("p", 2) }),
  var: spread((x, o) => rewind.variance(x, o)),
  std: spread((x, o) => rewind.std(x, o)),
  max: extremum(
    (x, o) => rewind.max(x, o),
    (x, o) => rewind.argmax(x, o),
  ),
  min: extremum(
    (x, o) => rewind.min(x, o),
    (x, o) => rewind.argmin(x, o),
  ),
  argmax: position((x, o) => rewind.argmax(x, o)),
  argmin: position((x, o) => rewind.argmin(x, o)),
  softmax: along((x, o) => rewind.softmax(x, o)),
  log_softmax: along((x, o) => rewind.logSoftmax(x, o)),
  cumsum: along((x, o) => rewind.cumsum(x, o)),
  cumprod: along((x, o) => rewind.cumprod(x, o)),
  logcumsumexp: along((x, o) => rewind.logCumsumExp(x, o)),
  cummax: chosen((x, { options }) => rewind.cummax(x, { axis: options.number("dim") })),
  cummin: chosen((x, { options }) => rewind.cummin(x, { axis: options.number("dim") })),
  sort: chosen((x, inputs) => rewind.sort(x, sortOptions(inputs))),
  argsort: (inputs) => {
    const x = inputs.tensor("x");
    return { outputs: { indices: { shape: x.shape, data: rewind.argsort(x, sortOptions(inputs)) } } };
  },
  topk: chosen((x, { options }) => {
    if (!options.flag("sorted", true)) throw new Error("topk is always sorted");
    const axis = options.number("dim", -1);
    return rewind.topk(x, options.number("k"), { axis, largest: options.flag("largest", true) });
  }),
  cosine_similarity: (inputs) => {
    const axis = inputs.options.number("dim", 1);
    const eps = inputs.options.number("eps", 1e-8);
    return rewind.cosineSimilarity(inputs.tensor("a"), inputs.tensor("b"), { axis, eps });
  },
};
