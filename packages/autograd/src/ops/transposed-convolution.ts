import { ArgumentError, ShapeError, formatShape } from "../errors.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { convInputs, finishConv } from "./convolution.ts";
import { columnsToImage, type Sliding } from "./image-columns.ts";
import { matmul } from "./matmul.ts";
import { checkOptions } from "./options.ts";
import { checkPerAxis, type PerAxis } from "./per-axis.ts";
import { permute } from "./shape/permute.ts";
import { reshape } from "./shape/reshape.ts";

/** Options of {@link convTranspose1d} and {@link convTranspose2d}. */
export interface ConvTransposeOptions {
  /** Steps between neighbouring windows in the result, from 1. Default 1. */
  stride?: PerAxis;
  /** Elements taken away at both ends of each axis of the result. Default 0. */
  padding?: PerAxis;
  /** Elements added at the end of each axis of the result, below the stride or the dilation. Default 0. */
  outputPadding?: PerAxis;
  /** Parts into which the channels are divided, each with weights of its own. Default 1. */
  groups?: number;
  /** Distance between the window's elements, from 1. Default 1. */
  dilation?: PerAxis;
}

/** The transpose of `convolve` with the same weight: every element spreads a window over the result. @internal */
export function convolveTransposed(
  op: string,
  axes: 1 | 2,
  x: TensorLike,
  weight: TensorLike,
  bias: TensorLike | null | undefined,
  options: ConvTransposeOptions,
): Tensor {
  checkOptions(op, options, ["stride", "padding", "outputPadding", "groups", "dilation"]);
  const inputs = convInputs(op, axes, x, weight, bias, options.groups);
  const { image, weight: w, groups } = inputs;
  const [batch, channels, rows, columns] = image.shape;
  const [inChannels, perGroup, ...kernel] = w.shape;
  if (channels !== inChannels || channels % groups !== 0) {
    throw new ShapeError(
      `${op}: ${channels} channels of x with weight ${formatShape(w.shape)} and groups ${groups}: weight must be ` +
        `[channels, out / groups, …kernel], channels a multiple of groups`,
    );
  }
  const [height, width] = slidings(op, axes, [rows, columns], kernel, options);
  const depth = perGroup * height.kernel * width.kernel;
  const places = batch * rows * columns;
  const parts = reshape(permute(image, [1, 0, 2, 3]), [groups, channels / groups, places]);
  const spread = matmul(reshape(w, [groups, channels / groups, depth]), parts, { transposeA: true });
  const out = columnsToImage(reshape(spread, [groups * depth, places]), {
    op,
    batch,
    channels: groups * perGroup,
    height,
    width,
  });
  return finishConv(op, out, axes, inputs);
}

function slidings(
  op: string,
  axes: 1 | 2,
  counts: readonly number[],
  kernel: readonly number[],
  options: ConvTransposeOptions,
): Sliding[] {
  const read = (name: keyof ConvTransposeOptions, value: number, min: number): number[] => {
    const list = checkPerAxis(op, name, options[name] ?? value, axes, min);
    return axes === 1 ? [value, ...list] : list;
  };
  const stride = read("stride", 1, 1);
  const dilation = read("dilation", 1, 1);
  const padding = read("padding", 0, 0);
  const extra = read("outputPadding", 0, 0);
  return counts.map((count, axis) => {
    if (extra[axis] >= Math.max(stride[axis], dilation[axis])) {
      throw new ArgumentError(
        `${op}: outputPadding ${extra[axis]} must be below stride ${stride[axis]} or dilation ${dilation[axis]}`,
      );
    }
    const reach = dilation[axis] * (kernel[axis] - 1);
    const size = (count - 1) * stride[axis] - 2 * padding[axis] + reach + extra[axis] + 1;
    if (count < 1 || size < 1) {
      throw new ShapeError(
        `${op}: size ${count} of x gives a result of size ${size}; lower padding or give a larger x`,
      );
    }
    return {
      size,
      kernel: kernel[axis],
      stride: stride[axis],
      dilation: dilation[axis],
      before: padding[axis],
      count,
    };
  });
}
