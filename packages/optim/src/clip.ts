import {
  ArgumentError,
  checkData,
  checkOptions,
  formatValue,
  isTensor,
  refuseExtra,
  type Tensor,
} from "@rewind/autograd";
import { listOf } from "./list-of.ts";
import { scaleInPlace } from "./scale-in-place.ts";
import { flag } from "./settings.ts";
import { sumOfSquares } from "./sum-of-squares.ts";

/** Options of {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** Which norm: a number above 0, or Infinity for the largest magnitude. Default 2. */
  normType?: number;
  /** Throw, leaving the gradients as they are, if the total norm is NaN or infinite. Default false. */
  errorIfNonfinite?: boolean;
}

/**
 * Scales all gradients together, in place, so that their total norm is at most `maxNorm`: each is multiplied by
 * `min(1, maxNorm / (total + 1e-6))`, where `total` is the norm of all gradients as one vector. The remedy for exploding
 * gradients of recurrent nets (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks",
 * 2013). Parameters without a gradient are skipped.
 *
 * @returns the total norm before clipping
 * @throws ArgumentError for a bad or unknown option, or a norm that is not finite under `errorIfNonfinite`
 *
 * @example
 * loss.backward();
 * const norm = clipGradNorm(model.parameters(), 1);
 * optimizer.step();
 */
export function clipGradNorm(
  params: Iterable<Tensor>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): number {
  checkOptions("clipGradNorm", options, ["normType", "errorIfNonfinite"]);
  const { normType = 2 } = options;
  const errorIfNonfinite = flag("clipGradNorm", "errorIfNonfinite", options.errorIfNonfinite ?? false);
  if (typeof maxNorm !== "number" || !(maxNorm >= 0)) {
    throw new ArgumentError(`clipGradNorm: maxNorm must be a number >= 0, got ${formatValue(maxNorm)}`);
  }
  if (typeof normType !== "number" || !(normType > 0)) {
    throw new ArgumentError(`clipGradNorm: normType must be a number > 0, got ${formatValue(normType)}`);
  }
  const grads = gradsOf("clipGradNorm", params);
  const total = totalNorm(grads, normType);
  if (errorIfNonfinite && !Number.isFinite(total)) {
    throw new ArgumentError(
      `clipGradNorm: the total norm of the gradients is ${total}; lower the learning rate, or find the cause with detectAnomaly`,
    );
  }
  const scale = maxNorm === Infinity ? 1 : maxNorm / (total + 1e-6);
  // Written so that a NaN norm, as in PyTorch, makes every gradient NaN.
  if (scale >= 1) return total;
  for (const grad of grads) grad.mutate("clipGradNorm", (g) => scaleInPlace(g, scale));
  return total;
}

/**
 * Clamps every element of the gradients to `[-clipValue, clipValue]`, in place. Parameters without a gradient are skipped.
 *
 * @throws ArgumentError if `clipValue` is not a number of at least 0
 */
export function clipGradValue(params: Iterable<Tensor>, clipValue: number): void {
  if (arguments.length > 2) refuseExtra("clipGradValue", arguments, 2);
  if (typeof clipValue !== "number" || !(clipValue >= 0)) {
    throw new ArgumentError(`clipGradValue: clipValue must be a number >= 0, got ${formatValue(clipValue)}`);
  }
  for (const grad of gradsOf("clipGradValue", params)) {
    grad.mutate("clipGradValue", (g) => {
      for (let i = 0; i < g.length; i++) g[i] = Math.min(clipValue, Math.max(-clipValue, g[i]));
    });
  }
}

function totalNorm(grads: readonly Tensor[], normType: number): number {
  if (normType === 2 && grads.every((grad) => grad.dtype === "float32"))
    return Math.sqrt(grads.reduce((total, { data }) => total + sumOfSquares(data), 0));
  let largest = 0;
  for (const { data } of grads)
    for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]));
  if (normType === Infinity || largest === 0 || !Number.isFinite(largest)) return largest;
  // Relative to the largest element: powers of a huge or tiny gradient must not overflow or vanish.
  let sum = 0;
  for (const { data } of grads) {
    if (normType === 2) for (let i = 0; i < data.length; i++) sum += (data[i] / largest) ** 2;
    else for (let i = 0; i < data.length; i++) sum += (Math.abs(data[i]) / largest) ** normType;
  }
  return largest * sum ** (1 / normType);
}

/** The gradients there are, each once: parameters may share one. A single tensor is a list of one. */
function gradsOf(who: string, params: Iterable<Tensor>): Tensor[] {
  const list = isTensor(params) ? [params] : listOf(who, params);
  const grads = new Set<Tensor>();
  for (const param of list) {
    if (!isTensor(param))
      throw new ArgumentError(`${who}: params must be tensors, got ${formatValue(param)}`);
    if (param.grad === null) continue;
    checkData(who, param.grad);
    grads.add(param.grad);
  }
  return [...grads];
}
