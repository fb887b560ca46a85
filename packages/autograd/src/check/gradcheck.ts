import { ArgumentError, GraphError, formatValue } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { checkFunction, checkOptions } from "../tensor/options.ts";
import { operand } from "../ops/operand.ts";
import { tensor } from "../tensor/create.ts";
import { checkInteger, checkNumber, isList } from "../tensor/shape.ts";
import { isTensor, wrap, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import { walkBack } from "../tape/walk.ts";
import { noGrad } from "../tape/grad-mode.ts";
import { differenceAt, formatDifference, type GradientDifference } from "./gradient-difference.ts";

/** Step and tolerances of {@link gradcheck} and {@link gradgradcheck}. */
export interface GradcheckOptions {
  /** Step of the central difference. Default 1e-6, near the best for float64. */
  eps?: number;
  /** Allowed relative error. Default 1e-4. */
  rtol?: number;
  /** Allowed absolute error, for gradients near zero. Default 1e-6. */
  atol?: number;
  /** Which axis of a sequence is time: 0 for `[T, B, I]`, 1 for `[B, T, I]`. Default 0. */
  timeAxis?: number;
}

/** What {@link gradcheck} found. */
export interface GradcheckResult {
  /** Whether every element agrees. */
  ok: boolean;
  /** The largest relative error. */
  maxRelError: number;
  /** The element it belongs to; null if there are no elements. */
  worst: GradientDifference | null;
  /** All of this in words: how many elements differ, which most, at which time step, and both its values. */
  message: string;
}

/** A function of tensors to one tensor or several. */
export type Checkable = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/**
 * Compares a function's gradients with central differences, in float64 whatever the inputs' dtype, or that of other tensors
 * the function uses: the loss is
 * `Σ u·f(x)` with fixed random `u`, and each element of each input is moved by ±eps. The result names the element that
 * differs most: which input, where in it, and for a sequence at which time step.
 *
 * @example
 * const { ok, message } = gradcheck((x) => x.tanh(), [tensor([0.3, -2])]);
 * if (!ok) throw new Error(message);
 * @throws GraphError if `fn` is random: it must return the same values for the same inputs
 * @throws ArgumentError if `fn` is not a function, `inputs` not a list, or an option is unknown or out of range
 */
export function gradcheck(
  fn: Checkable,
  inputs: readonly TensorLike[],
  options: GradcheckOptions = {},
): GradcheckResult {
  checkArguments("gradcheck", fn, inputs, options);
  const leaves = inputs.map((input) => float64Leaf("gradcheck", input));
  return compareGradients("gradcheck", fn, leaves, leaves.length, options);
}

/** Checks what a user passed. @internal */
export function checkArguments(op: string, fn: unknown, inputs: unknown, options: GradcheckOptions): void {
  checkFunction(op, "the first argument", fn);
  if (!isList(inputs)) {
    throw new ArgumentError(
      `${op}: the second argument must be a list of inputs, such as [x], got ${formatValue(inputs)}`,
    );
  }
  checkOptions(op, options, ["eps", "rtol", "atol", "timeAxis"]);
}

/** Gradients of `fn` with respect to the leaves, by tape and by differences; the first `own` are the user's. @internal */
export function compareGradients(
  op: string,
  fn: Checkable,
  leaves: readonly Tensor[],
  own: number,
  options: GradcheckOptions,
): GradcheckResult {
  const eps = checkNumber(op, "eps", options.eps ?? 1e-6, Number.MIN_VALUE);
  const rtol = checkNumber(op, "rtol", options.rtol ?? 1e-4, Number.MIN_VALUE);
  const floor = checkNumber(op, "atol", options.atol ?? 1e-6, 0) / rtol;
  const timeAxis = checkInteger(op, "timeAxis", options.timeAxis ?? 0, 0, 2);
  const outputs = evaluate(op, fn, leaves);
  const seeds = outputs.map((output, i) => projection(output, i));
  const loss = (): number => {
    const now = noGrad(() => evaluate(op, fn, leaves));
    return now.reduce((total, output, i) => total + dot(output, seeds[i]), 0);
  };
  const first = loss();
  if (!Object.is(first, loss())) {
    throw new GraphError(
      `${op}: the function returned different values for the same inputs; give random parts a fixed seed each call`,
    );
  }
  const live = outputs.map((_, i) => i).filter((i) => outputs[i].requiresGrad);
  const walk = { targets: leaves, createGraph: false, retainGraph: false, updatedLeaves: false };
  const grads = walkBack(live.map((i) => outputs[i]), live.map((i) => seeds[i]), walk); // prettier-ignore
  let worst: GradientDifference | null = null;
  let elements = 0;
  let wrong = 0;
  for (const [input, leaf] of leaves.entries()) {
    for (let element = 0; element < leaf.size; element++) {
      const analytic = grads[input]?.data[element] ?? 0;
      const numeric = centralDifference(leaf, element, eps, loss);
      const difference = differenceAt(leaf, { input, element, timeAxis }, analytic, numeric, floor);
      elements++;
      if (difference.relError > rtol) wrong++;
      if (worst === null || difference.relError > worst.relError) worst = difference;
    }
  }
  const verdict = `${op}: ${wrong === 0 ? "all" : `${wrong} of`} ${elements} gradient elements ${wrong === 0 ? "agree" : "differ"}`;
  return {
    ok: wrong === 0,
    maxRelError: worst?.relError ?? 0,
    worst,
    message: worst === null ? verdict : `${verdict}; the most at ${formatDifference(worst, own)}`,
  };
}

/** A leaf of float64 with an input's values and name. @internal */
export function float64Leaf(op: string, input: TensorLike): Tensor {
  const leaf = tensor(operand(op, input), { dtype: "float64", requiresGrad: true });
  if (isTensor(input)) leaf.name = input.name;
  return leaf;
}

/** Calls the function and checks what it returns. @internal */
export function evaluate(op: string, fn: Checkable, inputs: readonly Tensor[]): Tensor[] {
  const { promotes } = runtime;
  runtime.promotes = true;
  let result: unknown;
  try {
    result = fn(...inputs);
  } finally {
    runtime.promotes = promotes;
  }
  const outputs = isList(result) ? (result as unknown[]) : [result];
  return outputs.map((output) => {
    if (isTensor(output)) return output;
    throw new GraphError(
      `${op}: the function must return a tensor or an array of tensors, got ${formatValue(output)}`,
    );
  });
}

/**
 * Fixed weights between 0.5 and 1.5 in size, of varying sign, so that no two errors cancel by symmetry. @internal
 */
export function projection(output: Tensor, salt: number): Tensor {
  const weights = output.data.map((_, i) => {
    const phase = Math.sin(12.9898 * (i + 1) + 78.233 * (salt + 1)) * 43758.5453;
    const fraction = phase - Math.floor(phase);
    return fraction < 0.5 ? -0.5 - 2 * fraction : fraction;
  });
  return wrap(weights, output.shape);
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
