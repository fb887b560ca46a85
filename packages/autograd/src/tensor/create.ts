import { refuseExtra } from "./arguments.ts";
import { DtypeError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { allocate } from "./allocate.ts";
import { checkDtype } from "./dtype.ts";
import { flatten } from "./flatten.ts";
import { fromJSON, isTensorJSON } from "./json.ts";
import { dtypeOf } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";
import { checkShape, sizeOf, type Shape } from "./shape.ts";
import { isTensor, wrap, type Dtype, type Tensor, type TensorJSON, type TensorLike } from "./tensor.ts";

/** Options of the functions that make a tensor of a given shape. */
export interface CreateOptions {
  /** Element type of the new tensor. Default `"float32"`. */
  dtype?: Dtype;
  /** Whether gradients are collected in `.grad`. Default false. */
  requiresGrad?: boolean;
}

/** Options of {@link tensor}. */
export interface TensorOptions extends CreateOptions {
  /** Shape to give flat data; by default nested arrays keep their own and flat data has one axis. */
  shape?: Shape;
}

/**
 * A tensor of unshared zeros, for kernels to fill. `shape` is trusted and not copied.
 *
 * @param op whom the error names if there is no room for it
 * @internal
 */
export function empty(shape: Shape, dtype: Dtype, op?: string): Tensor {
  return wrap(allocate(dtype, sizeOf(shape), op), shape);
}

/**
 * A tensor from a number, nested arrays, a typed array, or what `JSON.stringify` made of a tensor. Always copies. Without a
 * `dtype`, tensors and Float64Arrays keep theirs and everything else becomes float32.
 *
 * @example
 * const w = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * @throws ShapeError if nested arrays are ragged or do not fill `shape`
 * @throws DtypeError if an element is not a number
 */
export function tensor(data: TensorLike | TensorJSON, options: TensorOptions = {}): Tensor {
  checkCreateOptions("tensor", options, ["shape"]);
  if (isTensorJSON(data)) data = fromJSON("tensor", data);
  const { shape, values } = flatten("tensor", data);
  const dtype = checkDtype("tensor", options.dtype ?? dtypeOf(data));
  const wanted = options.shape === undefined ? shape : checkShape("tensor", options.shape);
  if (sizeOf(wanted) !== values.length) {
    throw new ShapeError(`tensor: ${values.length} elements do not fill shape ${formatShape(wanted)}`);
  }
  const out = allocate(dtype, values.length);
  out.set(values);
  return finish(wrap(out, wanted), options);
}

/**
 * A tensor of zeros, of `shape`.
 *
 * @example
 * const mask = zeros([4, 4]);
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 * @throws DtypeError if there is no such dtype
 */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("zeros", shape, 0, options);
}

/**
 * A tensor of ones, of `shape`.
 *
 * @example
 * const weights = ones([3], { requiresGrad: true });
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 * @throws DtypeError if there is no such dtype
 */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("ones", shape, 1, options);
}

/**
 * A tensor of `shape` whose every element is `value`.
 *
 * @example
 * full([2, 2], 0.5);
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 * @throws DtypeError if `value` is not a number, or there is no such dtype
 */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  if (typeof value !== "number")
    throw new DtypeError(`full: value must be a number, got ${formatValue(value)}`);
  return filled("full", shape, value, options);
}

/**
 * Zeros in the shape and dtype of `t`.
 *
 * @example
 * const sums = zerosLike(weight);
 * @throws DtypeError if `t` is not a Tensor
 */
export function zerosLike(t: Tensor): Tensor {
  if (arguments.length > 1) refuseExtra("zerosLike", arguments, 1);
  checkTensor("zerosLike", t);
  return empty(t.shape, t.dtype);
}

/**
 * Ones in the shape and dtype of `t`.
 *
 * @example
 * const upstream = onesLike(output);
 * @throws DtypeError if `t` is not a Tensor
 */
export function onesLike(t: Tensor): Tensor {
  if (arguments.length > 1) refuseExtra("onesLike", arguments, 1);
  checkTensor("onesLike", t);
  const out = empty(t.shape, t.dtype);
  out.data.fill(1);
  return out;
}

/** Checks the options of a function that creates a tensor; `more` are the names of its own. @internal */
export function checkCreateOptions(op: string, options: CreateOptions, more: readonly string[] = []): void {
  checkOptions(op, options, [...more, "dtype", "requiresGrad"]);
  checkFlag(op, "requiresGrad", options.requiresGrad);
}

function checkTensor(op: string, t: unknown): void {
  if (!isTensor(t)) throw new DtypeError(`${op}: expected a Tensor, got ${formatValue(t)}`);
}

function finish(t: Tensor, options: CreateOptions): Tensor {
  if (options.requiresGrad) t.requiresGrad = true;
  return t;
}

/** A tensor of one value, for the function `op`. @internal */
export function filled(op: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  checkCreateOptions(op, options);
  const out = empty(checkShape(op, shape), checkDtype(op, options.dtype ?? "float32"), op);
  if (value !== 0) out.data.fill(value);
  return finish(out, options);
}
