import * as rewind from "@rewind/autograd";
import type { Tensor } from "@rewind/autograd";
import type { Inputs } from "../inputs.ts";
import type { Kind, Kinds } from "../kind.ts";

/** Joins `x0, x1, ...` along `dim`. */
function join(op: (tensors: Tensor[], options: { axis: number }) => Tensor): Kind {
  return (inputs) => op(inputs.series("x"), { axis: inputs.options.number("dim", 0) });
}

function pieces(tensors: readonly Tensor[]): ReturnType<Kind> {
  return { outputs: Object.fromEntries(tensors.map((piece, i) => [`out${i}`, piece])) };
}

/** Indices go flat, with their shape beside them: nested arrays cannot say [0, 3]. */
function positions(inputs: Inputs): { axis: number; shape: readonly number[] } {
  return { axis: inputs.options.number("dim"), shape: inputs.shapeOf("index") };
}

export const shape: Kinds = {
  reshape: (inputs) => rewind.reshape(inputs.tensor("x"), inputs.options.list("shape")),
  flatten: (inputs) =>
    rewind.flatten(
      inputs.tensor("x"),
      inputs.options.number("start_dim", 0),
      inputs.options.number("end_dim", -1),
    ),
  transpose: (inputs) =>
    rewind.transpose(inputs.tensor("x"), inputs.options.number("dim0"), inputs.options.number("dim1")),
  permute: (inputs) => rewind.permute(inputs.tensor("x"), inputs.options.list("dims")),
  "transpose.matmul": (inputs) => rewind.matmul(rewind.transpose(inputs.tensor("x")), inputs.tensor("y")),
  squeeze: (inputs) => rewind.squeeze(inputs.tensor("x"), inputs.options.axis() ?? null),
  unsqueeze: (inputs) => rewind.unsqueeze(inputs.tensor("x"), inputs.options.number("dim")),
  expand: (inputs) => rewind.expand(inputs.tensor("x"), inputs.options.list("shape")),
  slice: (inputs) =>
    rewind.slice(inputs.tensor("x"), inputs.options.raw("ranges") as Parameters<typeof rewind.slice>[1]),
  select: (inputs) =>
    rewind.select(inputs.tensor("x"), inputs.options.number("dim"), inputs.options.number("index")),
  narrow: (inputs) => {
    const x = inputs.tensor("x");
    const axis = inputs.options.number("dim") + (inputs.options.number("dim") < 0 ? x.ndim : 0);
    const start = inputs.options.number("start");
    const stop = start + inputs.options.number("length");
    return rewind.slice(x, x.shape.map((_, i) => (i === axis ? [start, stop] : null))); // prettier-ignore
  },
  cat: join((tensors, o) => rewind.concat(tensors, o)),
  stack: join((tensors, o) => rewind.stack(tensors, o)),
  split: (inputs) => {
    const sizes = inputs.options.raw("split_size_or_sizes") as number | number[];
    return pieces(rewind.split(inputs.tensor("x"), sizes, { axis: inputs.options.number("dim", 0) }));
  },
  chunk: (inputs) =>
    pieces(
      rewind.chunk(inputs.tensor("x"), inputs.options.number("chunks"), {
        axis: inputs.options.number("dim", 0),
      }),
    ),
  unbind: (inputs) => pieces(rewind.unstack(inputs.tensor("x"), { axis: inputs.options.number("dim", 0) })),
  flip: (inputs) => rewind.flip(inputs.tensor("x"), inputs.options.list("dims")),
  pad: (inputs) => {
    const flat = inputs.options.list("pad");
    const pairs = Array.from({ length: flat.length / 2 }, (_, i): [number, number] => [
      flat[2 * i],
      flat[2 * i + 1],
    ]);
    const mode = inputs.options.text("mode", "constant") as NonNullable<rewind.PadOptions["mode"]>;
    const value = inputs.options.number("value", 0);
    return rewind.pad(inputs.tensor("x"), pairs, mode === "constant" ? { value } : { mode });
  },
  roll: (inputs) => {
    const dims = inputs.options.raw("dims") ?? null;
    const shifts = inputs.options.list("shifts");
    return rewind.roll(inputs.tensor("x"), shifts, dims === null ? null : inputs.options.list("dims"));
  },
  repeat: (inputs) => rewind.repeat(inputs.tensor("x"), inputs.options.list("repeats")),
  repeat_interleave: (inputs) => {
    const repeats = inputs.has("repeats") ? inputs.ints("repeats") : inputs.options.number("repeats");
    const axis = inputs.options.maybeNumber("dim") ?? null;
    return rewind.repeatInterleave(inputs.tensor("x"), repeats, { axis });
  },
  movedim: (inputs) =>
    rewind.movedim(inputs.tensor("x"), inputs.options.list("source"), inputs.options.list("destination")),
  swapaxes: (inputs) =>
    rewind.swapaxes(inputs.tensor("x"), inputs.options.number("axis0"), inputs.options.number("axis1")),
  diagonal: (inputs) =>
    rewind.diagonal(inputs.tensor("x"), {
      offset: inputs.options.number("offset", 0),
      axis0: inputs.options.number("dim1", 0),
      axis1: inputs.options.number("dim2", 1),
    }),
  unfold: (inputs) => {
    const { options } = inputs;
    const axis = options.number(options.has("dimension") ? "dimension" : "dim");
    return rewind.unfold(inputs.tensor("x"), axis, options.number("size"), options.number("step"));
  },
  masked_select: (inputs) => rewind.maskedSelect(inputs.tensor("x"), inputs.tensor("mask")),
  index_add: (inputs) =>
    rewind.indexAdd(
      inputs.tensor("x"),
      inputs.ints("index"),
      inputs.tensor(inputs.has("source") ? "source" : "src"),
      { axis: inputs.options.number("dim"), alpha: inputs.options.number("alpha", 1) },
    ),
  index_select: (inputs) =>
    rewind.indexSelect(inputs.tensor("x"), inputs.ints("index"), { axis: inputs.options.number("dim") }),
  gather: (inputs) => rewind.gather(inputs.tensor("x"), inputs.ints("index"), positions(inputs)),
  scatter_add: (inputs) =>
    rewind.scatterAdd(inputs.tensor("x"), inputs.ints("index"), inputs.tensor("src"), positions(inputs)),
  embedding: (inputs) =>
    rewind.embedding(inputs.ints("indices"), inputs.tensor("weight"), {
      shape: inputs.shapeOf("indices"),
      paddingIdx: inputs.options.maybeNumber("padding_idx") ?? null,
    }),
  tril: (inputs) => rewind.tril(inputs.tensor("x"), { diagonal: inputs.options.number("diagonal", 0) }),
  triu: (inputs) => rewind.triu(inputs.tensor("x"), { diagonal: inputs.options.number("diagonal", 0) }),
  masked_fill: (inputs) =>
    rewind.maskedFill(inputs.tensor("x"), inputs.tensor("mask"), inputs.options.number("value")),
};
