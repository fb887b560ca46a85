import { GraphError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { empty, tensor, zerosLike } from "../tensor/create.ts";
import { sameShape } from "../tensor/shape.ts";
import { Tensor, type TensorLike } from "../tensor/tensor.ts";
import { arithmetic } from "./arithmetic.ts";
import { seedOf } from "./backward.ts";
import { walkBack } from "./walk.ts";
import { enableGrad, refusePromise } from "./grad-mode.ts";

/** One gradient for a function of one argument, a list for several. */
export type Gradients<Args extends readonly unknown[]> = Args["length"] extends 1 ? Tensor : Tensor[];

/** The arguments of a function of tensors, each given as anything that makes a tensor. */
export type Likes<Args extends readonly unknown[]> = { [I in keyof Args]: TensorLike };

/**
 * The gradient of a scalar function: `grad(f)(x)` is ∂f/∂x. Nests: `grad(x => grad(f)(x).sum())`. Arguments are not
 * touched; tensors the function merely closes over are constants here.
 *
 * @example
 * grad((x: Tensor) => x.square().sum())(tensor([1, 2])); // tensor([2., 4.])
 * @throws GraphError if the function does not return a tensor of one element
 */
export function grad<Args extends readonly Tensor[]>(
  fn: (...args: Args) => Tensor,
): (...args: Likes<Args>) => Gradients<Args> {
  return (...args) => valueAndGrad(fn)(...args).grad;
}

/** Like {@link grad}, with the function's value beside its gradient. */
export function valueAndGrad<Args extends readonly Tensor[]>(
  fn: (...args: Args) => Tensor,
): (...args: Likes<Args>) => { value: Tensor; grad: Gradients<Args> } {
  return (...args) => {
    const traced = trace("grad", fn as unknown as Traceable, args as readonly TensorLike[]);
    if (traced.single === undefined || traced.single.size !== 1) {
      const got =
        traced.single === undefined
          ? `${traced.outputs.length} outputs`
          : `shape ${formatShape(traced.single.shape)}`;
      throw new GraphError(
        `grad: the function must return one tensor of one element, got ${got}; reduce it with sum() or mean(), or use vjp`,
      );
    }
    const grads = traced.pull([undefined], traced.nested);
    return {
      value: traced.finish(traced.single),
      grad: (args.length === 1 ? grads[0] : grads) as Gradients<Args>,
    };
  };
}

/**
 * The function's value, and a pullback that maps an upstream gradient (of the value's shape) to one gradient per
 * primal: the vector-Jacobian product `vᵀJ`. The pullback may be called more than once.
 */
export function vjp(
  fn: (...primals: Tensor[]) => Tensor,
  ...primals: TensorLike[]
): { value: Tensor; pullback: (cotangent: TensorLike) => Tensor[] } {
  const traced = trace("vjp", fn, primals);
  const value = only("vjp", traced);
  return {
    value: traced.finish(value),
    pullback: (cotangent) => traced.pull([cotangentFor("vjp", cotangent, value)], traced.nested),
  };
}

/**
 * The function's value and its directional derivative `Jv` along `tangents` (one per primal, of its shape), by
 * differentiating the pullback, which is linear in its cotangent.
 */
export function jvp(
  fn: (...primals: Tensor[]) => Tensor,
  primals: readonly TensorLike[],
  tangents: readonly TensorLike[],
): { value: Tensor; tangent: Tensor } {
  if (primals.length !== tangents.length) {
    throw new ShapeError(
      `jvp: ${primals.length} primals but ${tangents.length} tangents; there must be one each`,
    );
  }
  const traced = trace("jvp", fn, primals);
  const value = only("jvp", traced);
  const directions = tangents.map((tangent, i) =>
    cotangentFor(`jvp: tangent ${i}`, tangent, traced.inputs[i]),
  );
  const cotangent = zerosLike(value);
  cotangent.requiresGrad = true;
  const pulled = traced.pull([cotangent], true);
  const linear = pulled.map((_, i) => i).filter((i) => pulled[i].requiresGrad);
  const roots = linear.map((i) => pulled[i]);
  const [tangent] = walkBack(
    roots,
    linear.map((i) => directions[i]),
    walkTo([cotangent], traced.nested),
  );
  return { value: traced.finish(value), tangent: tangent ?? zerosLike(value) };
}

/** The Jacobian of `fn` at `x`: shape `[...output, ...input]`, one backward pass per output element. */
export function jacobian(fn: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  return (x) => {
    const traced = trace("jacobian", fn as Traceable, [x]);
    const value = only("jacobian", traced);
    const [input] = traced.inputs;
    const shape = [...value.shape, ...input.shape];
    const rows: Tensor[] = [];
    for (let i = 0; i < value.size; i++) {
      const unit = zerosLike(value);
      unit.data[i] = 1;
      rows.push(traced.pull([unit], traced.nested)[0]);
    }
    return rows.length === 0 ? empty(shape, value.dtype) : arithmetic.stackAs(rows, shape);
  };
}

/** The Hessian of a scalar function at `x`: shape `[...x, ...x]`. */
export function hessian(fn: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  return jacobian((x) => grad(fn)(x));
}

/** The Hessian of a scalar function at `x` times `v`, without forming the Hessian: ∂/∂x ⟨∇f(x), v⟩. */
export function hvp(fn: (x: Tensor) => Tensor, x: TensorLike, v: TensorLike): Tensor {
  return vjp((y) => grad(fn)(y), x).pullback(v)[0];
}

type Traceable = (...args: Tensor[]) => unknown;

/** A function that has been run on inputs of its own, ready to be differentiated. */
interface Trace {
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

function trace(op: string, fn: Traceable, args: readonly TensorLike[]): Trace {
  const nested =
    runtime.transformDepth > 0 ||
    args.some((arg) => arg instanceof Tensor && arg.requiresGrad && runtime.gradEnabled);
  runtime.transformDepth++;
  try {
    const inputs = args.map(ownInput);
    const result = refusePromise(
      op,
      enableGrad(() => fn(...inputs)),
    );
    const outputs = (Array.isArray(result) ? result : [result]) as Tensor[];
    outputs.forEach((output) => {
      if (!(output instanceof Tensor))
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
function ownInput(arg: TensorLike): Tensor {
  const t = arg instanceof Tensor ? arg : tensor(arg);
  if (t.requiresGrad && runtime.gradEnabled) return arithmetic.identity(t);
  const leaf = t.detach();
  leaf.requiresGrad = true;
  return leaf;
}

function walkTo(targets: readonly Tensor[], createGraph: boolean): Parameters<typeof walkBack>[2] {
  return { targets, createGraph, retainGraph: true, updatedLeaves: false };
}

function only(op: string, traced: Trace): Tensor {
  if (traced.single === undefined)
    throw new GraphError(`${op}: the function must return one tensor, got ${traced.outputs.length}`);
  return traced.single;
}

function cotangentFor(op: string, value: TensorLike, like: Tensor): Tensor {
  const t = value instanceof Tensor ? value : tensor(value, { dtype: like.dtype });
  if (!sameShape(t.shape, like.shape)) {
    throw new ShapeError(`${op}: shape ${formatShape(t.shape)} does not match ${formatShape(like.shape)}`);
  }
  if (t.dtype !== like.dtype)
    throw new ShapeError(`${op}: dtype ${t.dtype} does not match ${like.dtype}; convert it with to()`);
  return t;
}
