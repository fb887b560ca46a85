import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";

// Laying windows out as columns and adding them back are each other's gradients, so they share a file.

/** How a window goes over one axis of an image. @internal */
export interface Sliding {
  /** Size of the image. */
  readonly size: number;
  /** Elements of the window. */
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the image. */
  readonly before: number;
  /** Places where the window stands. */
  readonly count: number;
}

/** Images [batch, channels, height, width] and their windows. @internal */
export interface Windows {
  /** Whom errors name. */
  readonly op: string;
  readonly batch: number;
  readonly channels: number;
  readonly height: Sliding;
  readonly width: Sliding;
}

const toColumnsOp: Op<Windows> = {
  name: "imageToColumns",
  forward(_context, [image], windows) {
    const { op, batch, channels, height, width } = windows;
    const rows = channels * height.kernel * width.kernel;
    const out = empty([rows, batch * height.count * width.count], image.dtype, op);
    const from = image.data;
    const to = out.data;
    forEachRun(windows, (inImage, inColumns, step, count) => {
      for (let i = 0; i < count; i++) to[inColumns + i] = from[inImage + i * step];
    });
    return out;
  },
  backward: (_context, [g], windows) => [columnsToImage(g as Tensor, windows)],
};

const toImageOp: Op<Windows> = {
  name: "columnsToImage",
  forward(_context, [columns], windows) {
    const { op, batch, channels, height, width } = windows;
    const out = empty([batch, channels, height.size, width.size], columns.dtype, op);
    const from = columns.data;
    const to = out.data;
    forEachRun(windows, (inImage, inColumns, step, count) => {
      for (let i = 0; i < count; i++) to[inImage + i * step] += from[inColumns + i];
    });
    return out;
  },
  backward: (_context, [g], windows) => [imageToColumns(g as Tensor, windows)],
};

/** Every window as a column: `[channels × kernel, batch × places]`, zeros where a window leaves the image. @internal */
export function imageToColumns(image: Tensor, windows: Windows): Tensor {
  return apply(toColumnsOp, [image], windows);
}

/** Adds columns up where their windows lie in the image: the transpose of {@link imageToColumns}. @internal */
export function columnsToImage(columns: Tensor, windows: Windows): Tensor {
  return apply(toImageOp, [columns], windows);
}

/** Visits the runs along the width that a window's element sees inside the image, `step` apart there, packed in the columns. */
function forEachRun(
  { batch, channels, height, width }: Windows,
  visit: (inImage: number, inColumns: number, step: number, count: number) => void,
): void {
  let row = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let kh = 0; kh < height.kernel; kh++) {
      for (let kw = 0; kw < width.kernel; kw++) {
        const shift = kw * width.dilation - width.before;
        const first = Math.max(0, Math.ceil(-shift / width.stride));
        const end = Math.min(width.count, Math.floor((width.size - 1 - shift) / width.stride) + 1);
        for (let n = 0; n < batch; n++) {
          const plane = (n * channels + channel) * height.size;
          for (let oh = 0; oh < height.count; oh++, row += width.count) {
            const ih = oh * height.stride - height.before + kh * height.dilation;
            if (ih < 0 || ih >= height.size || end <= first) continue;
            const at = (plane + ih) * width.size + shift + first * width.stride;
            visit(at, row + first, width.stride, end - first);
          }
        }
      }
    }
  }
}
