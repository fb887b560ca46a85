import { ArgumentError, GraphError, formatShape, formatValue } from "../errors.ts";
import { onesLike, zerosLike } from "../tensor/create.ts";
import { checkFlags, checkOptions } from "../tensor/options.ts";
import { isList, isListOf, sameShape } from "../tensor/shape.ts";
import { checkData, isTensor, type Tensor } from "../tensor/tensor.ts";
import { accumulateGrad, keeper } from "./keep.ts";
import { walkBack, type Walk } from "./walk.ts";

const FLAGS = ["retainGraph", "createGraph", "updatedLeaves"];

/** What a backward pass keeps, records and accepts. */
export interface BackwardOptions {
  /** Keep what the rules saved, for another walk. Default: as `createGraph`. */
  retainGraph?: boolean;
  /** Record the backward pass itself, so that gradients can be differentiated again. Default false. */
  createGraph?: boolean;
  /** Accumulate only into these tensors' `.grad` (leaves or not); each must require a gradient. Default: every leaf reached. */
  inputs?: readonly Tensor[];
  /**
   * Accept leaves that an optimizer has updated since they were used, and differentiate with their current
   * values and the recorded activations. Meant for truncated BPTT whose windows overlap (k1 < k2): Williams and
   * Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", 1990.
   * Default false: such a write makes backward throw.
   */
  updatedLeaves?: boolean;
}

/** Computes gradients of `loss` and adds them to the `.grad` of the leaves. See {@link Tensor.backward}. @internal */
export function backward(loss: Tensor, gradient: Tensor | undefined, options: BackwardOptions): void {
  checkOptions("backward", options, [...FLAGS, "inputs"]);
  checkFlags("backward", options, FLAGS);
  if (options.inputs !== undefined) checkInputs("backward", options.inputs);
  const createGraph = options.createGraph ?? false;
  const walk: Walk = {
    createGraph,
    retainGraph: options.retainGraph ?? createGraph,
    updatedLeaves: options.updatedLeaves ?? false,
    targets: options.inputs ?? null,
  };
  const seed = seedOf("backward", loss, gradient);
  const found = walkBack([loss], [seed], walk);
  const keep = keeper([seed], createGraph);
  walk.targets?.forEach((target, i) => {
    const grad = found[i];
    if (grad !== null) accumulateGrad(target, keep(grad));
  });
}

/** Where {@link gradients} starts from, and what it keeps, records and accepts. */
export interface GradientsOptions {
  /** Upstream gradients, one per output of its shape; may be left out for outputs of one element. */
  gradients?: readonly (Tensor | undefined)[];
  /** Keep the graph for another walk. Default: as `createGraph`. */
  retainGraph?: boolean;
  /** Record the backward pass, so that the result can be differentiated. Default false. */
  createGraph?: boolean;
  /** As {@link BackwardOptions.updatedLeaves}. Default false. */
  updatedLeaves?: boolean;
}

/**
 * The gradients of the sum of `outputs` with respect to `inputs`, leaves or not, without touching any `.grad`: like
 * PyTorch's `autograd.grad`. An input the outputs do not depend on gets zeros. Each has its input's shape.
 *
 * @example
 * const [dx, dw] = gradients(loss, [x, w]);
 * @throws ArgumentError if outputs, inputs or upstream gradients are no lists of tensors, or an option is unknown
 * @throws GraphError if an output has no history, or more than one element and no upstream gradient, or one of another shape;
 *   if an input does not require a gradient
 */
export function gradients(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradientsOptions = {},
): Tensor[] {
  checkOptions("gradients", options, [...FLAGS, "gradients"]);
  checkFlags("gradients", options, FLAGS);
  const roots = isTensor(outputs) ? [outputs] : checkTensors("gradients", "outputs", outputs);
  checkInputs("gradients", inputs);
  const upstream = checkUpstream(options.gradients, roots.length);
  const seeds = roots.map((root, i) => seedOf("gradients", root, upstream[i]));
  const createGraph = options.createGraph ?? false;
  const found = walkBack(roots, seeds, {
    targets: inputs,
    createGraph,
    retainGraph: options.retainGraph ?? createGraph,
    updatedLeaves: options.updatedLeaves ?? false,
  });
  return inputs.map((input, i) => found[i] ?? zerosLike(input));
}

/** The upstream gradient of an output: checked, or 1 for a tensor of one element. @internal */
export function seedOf(op: string, output: Tensor, gradient: Tensor | undefined): Tensor {
  if (!output.requiresGrad) {
    throw new GraphError(
      `${op}: the output has no history; set requiresGrad on an input before computing it, outside noGrad`,
    );
  }
  if (gradient === undefined) {
    if (output.size === 1) return onesLike(output);
    throw new GraphError(
      `${op}: the output has shape ${formatShape(output.shape)}, not one element; reduce it with sum() or mean(), or pass a gradient of that shape`,
    );
  }
  if (!isTensor(gradient))
    throw new GraphError(
      `${op}: the upstream gradient must be a Tensor, got ${formatValue(gradient)}; options come after it`,
    );
  checkData(op, gradient);
  checkGradient(gradient, output, () => `${op}: the given gradient`);
  return gradient;
}

function checkTensors(op: string, name: string, list: unknown): readonly Tensor[] {
  if (isListOf(list, isTensor)) return list;
  throw new ArgumentError(`${op}: ${name} must be a list of Tensors, such as [x], got ${formatValue(list)}`);
}

/** What nothing was recorded for has no gradient: zeros would look like one. */
function checkInputs(op: string, inputs: unknown): void {
  checkTensors(op, "inputs", inputs).forEach((input, i) => {
    if (input.requiresGrad) return;
    const label = `${input.name ? `"${input.name}", ` : ""}${formatShape(input.shape)}`;
    throw new GraphError(
      `${op}: inputs[${i}] (${label}) does not require a gradient; set its requiresGrad to true before computing the output`,
    );
  });
}

/** Upstream gradients as a list as long as the outputs, or an empty one. */
function checkUpstream(list: unknown, outputs: number): readonly (Tensor | undefined)[] {
  if (list === undefined) return [];
  if (isList(list) && list.length === outputs) return list as (Tensor | undefined)[];
  throw new ArgumentError(
    `gradients: the option gradients must list one upstream gradient for each of the ${outputs} outputs, got ${formatValue(list)}`,
  );
}

function checkGradient(grad: Tensor, output: Tensor, who: () => string): void {
  if (!sameShape(grad.shape, output.shape) || grad.dtype !== output.dtype) {
    throw new GraphError(
      `${who()} is ${grad.dtype} ${formatShape(grad.shape)}, the output ${output.dtype} ${formatShape(output.shape)}; they must agree`,
    );
  }
}
