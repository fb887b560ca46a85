import { ArgumentError, GraphError, formatValue } from "../errors.ts";
import { tensor } from "../tensor/create.ts";
import { checkNumber, stridesOf } from "../tensor/shape.ts";
import { Tensor, type TensorLike } from "../tensor/tensor.ts";
import { walkBack } from "../tape/walk.ts";
import { enableGrad, noGrad } from "../tape/grad-mode.ts";

/** Step and tolerances of {@link gradcheck} and {@link gradgradcheck}. */
export interface GradcheckOptions {
  /** Step of the central difference. Default 1e-6, near the best for float64. */
  eps?: number;
  /** Allowed relative error. Default 1e-4. */
  rtol?: number;
  /** Allowed absolute error, for gradients near zero. Default 1e-6. */
  atol?: number;
}

/** One gradient element, seen both ways. */
export interface GradientDifference {
  /** Which input. */
  input: number;
  /** Its element, one index per axis; for a `[T, B, I]` sequence the first is the time step. */
  index: number[];
  /** From the tape. */
  analytic: number;
  /** From central differences. */
  numeric: number;
  /** `|analytic - numeric| / max(|analytic|, |numeric|, atol / rtol)`. */
  relError: number;
}

/** What {@link gradcheck} found. */
export interface GradcheckResult {
  /** Whether every element agrees. */
  ok: boolean;
  /** The largest relative error. */
  maxRelError: number;
  /** The element it belongs to; null if there are no elements. */
  worst: GradientDifference | null;
}

/** A function of tensors to one tensor or several. */
export type Checkable = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/**
 * Compares a function's gradients with central differences, in float64 whatever the inputs' dtype: the loss is
 * `Σ u·f(x)` with fixed random `u`, and each element of each input is moved by ±eps.
 *
 * @example
 * gradcheck((x) => x.tanh(), [tensor([0.3, -2])]).ok; // true
 * @throws GraphError if `fn` is random: it must return the same values for the same inputs
 */
export function gradcheck(
  fn: Checkable,
  inputs: readonly TensorLike[],
  options: GradcheckOptions = {},
): GradcheckResult {
  const { eps, rtol, atol } = checkOptions("gradcheck", fn, options);
  const leaves = inputs.map(float64Leaf);
  const outputs = evaluate("gradcheck", fn, leaves);
  const seeds = outputs.map((output, i) => projection(output, i));
  const loss = (): number => {
    const now = noGrad(() => evaluate("gradcheck", fn, leaves));
    return now.reduce((total, output, i) => total + dot(output, seeds[i]), 0);
  };
  const first = loss();
  if (!Object.is(first, loss())) {
    throw new GraphError(
      "gradcheck: the function returned different values for the same inputs; give random parts a fixed seed each call",
    );
  }
  const live = outputs.map((_, i) => i).filter((i) => outputs[i].requiresGrad);
  const walk = { targets: leaves, createGraph: false, retainGraph: false, updatedLeaves: false };
  const grads = walkBack(live.map((i) => outputs[i]), live.map((i) => seeds[i]), walk); // prettier-ignore
  let worst: GradientDifference | null = null;
  leaves.forEach((leaf, input) => {
    for (let i = 0; i < leaf.size; i++) {
      const analytic = grads[input]?.data[i] ?? 0;
      const numeric = centralDifference(leaf, i, eps, loss);
      const error =
        Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric), atol / rtol);
      const relError = Number.isNaN(error) ? Infinity : error;
      if (worst === null || relError > worst.relError)
        worst = { input, index: indexOf(leaf, i), analytic, numeric, relError };
    }
  });
  const maxRelError = (worst as GradientDifference | null)?.relError ?? 0;
  return { ok: maxRelError <= rtol, maxRelError, worst };
}

/** {@link gradcheck} of the gradients themselves: proves the rules used by double backward. */
export function gradgradcheck(
  fn: Checkable,
  inputs: readonly TensorLike[],
  options: GradcheckOptions = {},
): GradcheckResult {
  checkOptions("gradgradcheck", fn, options);
  const leaves = inputs.map(float64Leaf);
  const outputs = evaluate("gradgradcheck", fn, leaves);
  const live = outputs.map((_, i) => i).filter((i) => outputs[i].requiresGrad);
  const seeds = live.map((i) => projection(outputs[i], i));
  const gradients: Checkable = (...all) => {
    const xs = all.slice(0, leaves.length);
    const again = enableGrad(() => evaluate("gradgradcheck", fn, xs));
    const walk = { targets: xs, createGraph: true, retainGraph: true, updatedLeaves: false };
    const grads = walkBack(live.map((i) => again[i]), all.slice(leaves.length), walk); // prettier-ignore
    return grads.filter((grad) => grad !== null);
  };
  return gradcheck(gradients, [...leaves, ...seeds], options);
}

function checkOptions(op: string, fn: unknown, options: GradcheckOptions): Required<GradcheckOptions> {
  if (typeof fn !== "function")
    throw new ArgumentError(`${op}: the first argument must be a function, got ${formatValue(fn)}`);
  return {
    eps: checkNumber(op, "eps", options.eps ?? 1e-6, Number.MIN_VALUE),
    rtol: checkNumber(op, "rtol", options.rtol ?? 1e-4, Number.MIN_VALUE),
    atol: checkNumber(op, "atol", options.atol ?? 1e-6, 0),
  };
}

function float64Leaf(input: TensorLike): Tensor {
  return tensor(input, { dtype: "float64", requiresGrad: true });
}

function evaluate(op: string, fn: Checkable, inputs: readonly Tensor[]): Tensor[] {
  const result: unknown = fn(...inputs);
  const outputs = Array.isArray(result) ? (result as unknown[]) : [result];
  return outputs.map((output) => {
    if (output instanceof Tensor) return output;
    throw new GraphError(
      `${op}: the function must return a tensor or an array of tensors, got ${formatValue(output)}`,
    );
  });
}

/** Fixed weights between 0.5 and 1.5 in size, of varying sign, so that no two errors cancel by symmetry. */
function projection(output: Tensor, salt: number): Tensor {
  const weights = output.data.map((_, i) => {
    const phase = Math.sin(12.9898 * (i + 1) + 78.233 * (salt + 1)) * 43758.5453;
    const fraction = phase - Math.floor(phase);
    return fraction < 0.5 ? -0.5 - 2 * fraction : fraction;
  });
  return new Tensor(weights, output.shape);
}

function dot(a: Tensor, b: Tensor): number {
  let total = 0;
  for (let i = 0; i < a.size; i++) total += a.data[i] * b.data[i];
  return total;
}

function centralDifference(leaf: Tensor, i: number, eps: number, loss: () => number): number {
  const { data } = leaf;
  const value = data[i];
  data[i] = value + eps;
  const above = loss();
  const up = data[i];
  data[i] = value - eps;
  const below = loss();
  const down = data[i];
  data[i] = value;
  return (above - below) / (up - down);
}

function indexOf(t: Tensor, flat: number): number[] {
  return stridesOf(t.shape).map((stride, axis) => Math.floor(flat / stride) % t.shape[axis]);
}
