import { checkNumber } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { poolAvg } from "./avg-pooling.ts";
import { operand } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";
import type { PerAxis } from "./per-axis.ts";
import { planPooling, type AvgPoolOptions } from "./pool-spans.ts";

/**
 * The mean of every window along the last axis; padding counts as zeros, or with `countIncludePad: false` not at all. What a
 * window of `ceilMode` has beyond the padding never counts, as in PyTorch.
 *
 * @param x `[batch, channels, length]`, or the same without batch
 * @param kernelSize size of the window: a whole number
 * @throws ShapeError if `x` has other axes or is smaller than the window
 * @throws ArgumentError if an option is out of range
 */
export function avgPool1d(x: TensorLike, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  const t = operand("avgPool1d", x);
  checkOptions("avgPool1d", options, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
  const { countIncludePad = true, divisorOverride = null } = options;
  checkFlag("avgPool1d", "countIncludePad", countIncludePad);
  if (divisorOverride !== null)
    checkNumber("avgPool1d", "divisorOverride", divisorOverride, Number.MIN_VALUE, Number.MAX_VALUE);
  return poolAvg(t, planPooling("avgPool1d", 1, t, kernelSize, options), countIncludePad, divisorOverride);
}
