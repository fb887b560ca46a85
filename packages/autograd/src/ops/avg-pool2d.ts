import { checkNumber } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { poolAvg } from "./avg-pooling.ts";
import { operand } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";
import type { PerAxis } from "./per-axis.ts";
import { planPooling, type AvgPoolOptions } from "./pool-spans.ts";

/**
 * The mean of every window along the last two axes; padding counts as zeros, or with `countIncludePad: false` not at all. What a
 * window of `ceilMode` has beyond the padding never counts, as in PyTorch.
 *
 * @param x `[batch, channels, height, width]`, or the same without batch
 * @param kernelSize size of the window: a whole number for both axes, or `[height, width]`
 * @throws ShapeError if `x` has other axes or is smaller than the window
 * @throws ArgumentError if an option is out of range
 */
export function avgPool2d(x: TensorLike, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  const t = operand("avgPool2d", x);
  checkOptions("avgPool2d", options, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
  const { countIncludePad = true, divisorOverride = null } = options;
  checkFlag("avgPool2d", "countIncludePad", countIncludePad);
  if (divisorOverride !== null)
    checkNumber("avgPool2d", "divisorOverride", divisorOverride, Number.MIN_VALUE, Number.MAX_VALUE);
  return poolAvg(t, planPooling("avgPool2d", 2, t, kernelSize, options), countIncludePad, divisorOverride);
}
