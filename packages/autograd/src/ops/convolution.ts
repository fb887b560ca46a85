import { ArgumentError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { checkInteger, type Shape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { add } from "./elementwise/arithmetic.ts";
import { imageToColumns, type Sliding } from "./image-columns.ts";
import { matmul } from "./matmul.ts";
import { operands } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { checkPerAxis, type Padding, type PerAxis } from "./per-axis.ts";
import { permute } from "./shape/permute.ts";
import { reshape } from "./shape/reshape.ts";

/** Options of {@link conv1d} and {@link conv2d}. */
export interface ConvOptions {
  /** Steps between neighbouring places of the window, from 1. Default 1. */
  stride?: PerAxis;
  /**
   * Zeros added at both ends of each axis; `"valid"` for none, `"same"` for as many as keep the size (stride 1 only; an odd
   * one goes to the end). Default 0.
   */
  padding?: Padding;
  /** Distance between the window's elements, from 1. Default 1. */
  dilation?: PerAxis;
  /** Parts into which the channels are divided, each with weights of its own. Default 1. */
  groups?: number;
}

/** A convolution's tensors as images with a batch and two axes, checked. @internal */
export interface ConvInputs {
  readonly image: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  /** Whether `x` came with a batch axis. */
  readonly batched: boolean;
  readonly groups: number;
}

/** Cross-correlation over the last `axes` axes (1 or 2). @internal */
export function convolve(
  op: string,
  axes: 1 | 2,
  x: TensorLike,
  weight: TensorLike,
  bias: TensorLike | null | undefined,
  options: ConvOptions,
): Tensor {
  checkOptions(op, options, ["stride", "padding", "dilation", "groups"]);
  const inputs = convInputs(op, axes, x, weight, bias, options.groups);
  const { image, weight: w, groups } = inputs;
  const [batch, channels] = image.shape;
  const [outChannels, perGroup] = w.shape;
  if (channels !== perGroup * groups || outChannels % groups !== 0) {
    throw new ShapeError(
      `${op}: ${channels} channels of x with weight ${formatShape(w.shape)} and groups ${groups}: weight must be ` +
        `[out, channels / groups, …kernel], out a multiple of groups`,
    );
  }
  const [height, width] = slidings(op, axes, image.shape, w.shape, options);
  const columns = imageToColumns(image, { op, batch, channels, height, width });
  const depth = perGroup * height.kernel * width.kernel;
  const places = columns.shape[1];
  const product =
    groups === 1
      ? matmul(reshape(w, [outChannels, depth]), columns)
      : matmul(reshape(w, [groups, outChannels / groups, depth]), reshape(columns, [groups, depth, places]));
  const out = permute(reshape(product, [outChannels, batch, height.count, width.count]), [1, 0, 2, 3]);
  return finishConv(op, out, axes, inputs);
}

/** Checks what both directions of convolution have in common; a 1-D image gets a height of 1. @internal */
export function convInputs(
  op: string,
  axes: 1 | 2,
  x: TensorLike,
  weight: TensorLike,
  bias: TensorLike | null | undefined,
  groups: number = 1,
): ConvInputs {
  const given = bias === undefined || bias === null ? [x, weight] : [x, weight, bias];
  const [t, w, b = null] = operands(op, given);
  if (t.ndim !== axes + 1 && t.ndim !== axes + 2) {
    throw new ShapeError(
      `${op}: x ${formatShape(t.shape)} must be [batch, channels, ${axes === 1 ? "length" : "height, width"}], or the same ` +
        `without batch`,
    );
  }
  if (w.ndim !== axes + 2 || w.shape.slice(2).includes(0)) {
    throw new ShapeError(
      `${op}: weight ${formatShape(w.shape)} must have ${axes + 2} axes, and a kernel of at least 1 element`,
    );
  }
  const batched = t.ndim === axes + 2;
  const [batch, ...rest] = batched ? t.shape : [1, ...t.shape];
  const image = (shape: Shape): number[] => [shape[0], ...(axes === 1 ? [1] : []), ...shape.slice(1)];
  return {
    image: reshape(t, [batch, ...image(rest)]),
    weight: reshape(w, [w.shape[0], ...image(w.shape.slice(1))]),
    bias: b,
    batched,
    groups: checkInteger(op, "groups", groups, 1),
  };
}

/** Adds the bias to images and gives them the axes that `x` had. @internal */
export function finishConv(op: string, out: Tensor, axes: 1 | 2, { bias, batched }: ConvInputs): Tensor {
  if (bias !== null && (bias.ndim !== 1 || bias.size !== out.shape[1])) {
    throw new ShapeError(
      `${op}: bias ${formatShape(bias.shape)} must be [${out.shape[1]}], one number per output channel`,
    );
  }
  const shifted = bias === null ? out : add(out, reshape(bias, [bias.size, 1, 1]));
  const [batch, channels, height, width] = out.shape;
  if (batched && axes === 2) return shifted;
  return reshape(shifted, [
    ...(batched ? [batch] : []),
    channels,
    ...(axes === 1 ? [width] : [height, width]),
  ]);
}

function slidings(op: string, axes: 1 | 2, image: Shape, weight: Shape, options: ConvOptions): Sliding[] {
  const { padding = 0 } = options;
  const fill = (list: number[], first: number): number[] => (axes === 1 ? [first, ...list] : list);
  const stride = fill(checkPerAxis(op, "stride", options.stride ?? 1, axes, 1), 1);
  const dilation = fill(checkPerAxis(op, "dilation", options.dilation ?? 1, axes, 1), 1);
  if (typeof padding === "string" && padding !== "same" && padding !== "valid") {
    throw new ArgumentError(
      `${op}: padding must be whole numbers, "valid" or "same", got ${formatValue(padding)}`,
    );
  }
  if (padding === "same" && stride.some((step) => step !== 1))
    throw new ArgumentError(`${op}: padding "same" needs stride 1, got ${formatValue(options.stride)}`);
  const ends = typeof padding === "string" ? [0, 0] : fill(checkPerAxis(op, "padding", padding, axes, 0), 0);
  return [0, 1].map((axis) => {
    const size = image[2 + axis];
    const kernel = weight[2 + axis];
    const reach = dilation[axis] * (kernel - 1);
    const before = padding === "same" ? Math.floor(reach / 2) : ends[axis];
    const total = padding === "same" ? reach : 2 * before;
    if (size + total < reach + 1) {
      throw new ShapeError(
        `${op}: a kernel of ${kernel} with dilation ${dilation[axis]} does not fit into size ${size} with ${total} zeros added; ` +
          `raise padding`,
      );
    }
    const count = Math.floor((size + total - reach - 1) / stride[axis]) + 1;
    return { size, kernel, stride: stride[axis], dilation: dilation[axis], before, count };
  });
}
