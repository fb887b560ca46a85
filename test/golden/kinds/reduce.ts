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

export const reduce: Kinds = {
  sum: reduction((x, o) => rewind.sum(x, o)),
  mean: reduction((x, o) => rewind.mean(x, o)),
  prod: reduction((x, o) => rewind.prod(x, o)),
  logsumexp: reduction((x, o) => rewind.logsumexp(x, o)),
  amax: reduction((x, o) => rewind.max(x, o)),
  amin: reduction((x, o) => rewind.min(x, o)),
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
};
