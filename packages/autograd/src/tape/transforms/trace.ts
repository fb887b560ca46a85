import { ArgumentError, DtypeError, GraphError, ShapeError, formatShape, formatValue } from "../../errors.ts";
import { runtime } from "../../runtime.ts";
import { zerosLike } from "../../tensor/create.ts";
import { operand } from "../../tensor/operand.ts";
import { checkFunction } from "../../tensor/options.ts";
import { sameShape } from "../../tensor/shape.ts";
import { isTensor, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import { arithmetic } from "../arithmetic.ts";
import { seedOf } from "../backward.ts";
import { enableGrad, refusePromise } from "../grad-mode.ts";
import { walkBack } from "../walk.ts";

/** A function that has been run on inputs of its own, ready to be differentiated. @internal */
export interface Trace {
  readonly inputs: Tensor[];
  readonly outputs: Tensor[];
  /** The only output, if the function returned a bare tensor. */
  readonly single: Tensor | undefined;
  /** Whether somebody outside may differentiate what comes out of here. */
  readonly nested: boolean;
  pull(cotangents: readonly (Tensor | undefined)[], createGraph: boolean): Tensor[];
  /** An output as the caller gets it: without history unless nested. */
  finish(output: Tensor): Tensor;
}

/**
 * Runs a function on stand-ins for its arguments.
 *
 * @param op whom errors name
 * @internal
 */
export function trace(op: string, fn: unknown, args: readonly TensorLike[]): Trace {
  checkFunction(op, "the function to differentiate", fn);
  if (args.length === 0)
    throw new ArgumentError(`${op}: nothing to differentiate by; give the function's arguments`);
  const nested =
    runtime.transformDepth > 0 ||
    args.some((arg) => isTensor(arg) && arg.requiresGrad && runtime.gradEnabled);
  runtime.transformDepth++;
  try {
    const inputs = args.map((arg) => ownInput(op, arg));
    const result = refusePromise(
      op,
      enableGrad(() => (fn as (...args: Tensor[]) => unknown)(...inputs)),
    );
    const outputs = (Array.isArray(result) ? result : [result]) as Tensor[];
    outputs.forEach((output) => {
      if (!isTensor(output))
        throw new GraphError(`${op}: the function must return a tensor, got ${formatValue(output)}`);
    });
    return {
      inputs,
      outputs,
      single: Array.isArray(result) ? undefined : outputs[0],
      nested,
      pull(cotangents, createGraph) {
        const live = outputs.map((_, i) => i).filter((i) => outputs[i].requiresGrad);
        const roots = live.map((i) => outputs[i]);
        const seeds = live.map((i) => seedOf(op, outputs[i], cotangents[i]));
        const found = walkBack(roots, seeds, walkTo(inputs, createGraph));
        return inputs.map((input, i) => found[i] ?? zerosLike(input));
      },
      finish: (output) => (nested ? output : output.detach()),
    };
  } finally {
    runtime.transformDepth--;
  }
}

/** A stand-in for an argument: on the caller's tape if it was on one, else a leaf of this trace alone. */
function ownInput(op: string, arg: TensorLike): Tensor {
  const t = operand(op, arg);
  if (t.requiresGrad && runtime.gradEnabled) return arithmetic.identity(t);
  const leaf = t.detach();
  leaf.requiresGrad = true;
  return leaf;
}

/** A walk to chosen tensors that leaves the graph as it is. @internal */
export function walkTo(targets: readonly Tensor[], createGraph: boolean): Parameters<typeof walkBack>[2] {
  return { targets, createGraph, retainGraph: true, updatedLeaves: false };
}

/** The one tensor that a function is to return. @internal */
export function only(op: string, traced: Trace): Tensor {
  if (traced.single === undefined)
    throw new GraphError(`${op}: the function must return one tensor, got ${traced.outputs.length}`);
  return traced.single;
}

/**
 * A cotangent or tangent as a tensor that fits what it belongs to.
 *
 * @param op whom errors name, and by which of its arguments: `"jvp: tangent 0"`
 * @internal
 */
export function direction(op: string, value: TensorLike, like: Tensor): Tensor {
  const t = operand(op, value, like.dtype);
  if (!sameShape(t.shape, like.shape))
    throw new ShapeError(`${op}: shape ${formatShape(t.shape)} does not match ${formatShape(like.shape)}`);
  if (t.dtype !== like.dtype)
    throw new DtypeError(`${op}: dtype ${t.dtype} does not match ${like.dtype}; convert it with to()`);
  return t;
}
