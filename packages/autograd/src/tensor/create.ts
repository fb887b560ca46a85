import { ArgumentError, DtypeError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { checkFlag, checkOptions } from "./options.ts";
import { checkInteger, checkNumber, checkShape, sizeOf, type Shape } from "./shape.ts";
import { Tensor, type Dtype, type NestedArray, type TensorLike, type TypedArray } from "./tensor.ts";

export interface CreateOptions {
  /** Element type of the new tensor. Default `"float32"`. */
  dtype?: Dtype;
  /** Whether gradients are collected in `.grad`. Default false. */
  requiresGrad?: boolean;
}

export interface TensorOptions extends CreateOptions {
  /** Shape to give flat data; by default nested arrays keep their own and flat data has one axis. */
  shape?: Shape;
}

/** Integer data (token ids, class labels, positions): never a Tensor. */
export type Indices = Int32Array | readonly number[] | NestedArray;

/** A new zero-filled array of `dtype`. @internal */
export function allocate(dtype: Dtype, size: number): TypedArray {
  return dtype === "float64" ? new Float64Array(size) : new Float32Array(size);
}

/** A tensor of unshared zeros, for kernels to fill. `shape` is trusted and not copied. @internal */
export function empty(shape: Shape, dtype: Dtype): Tensor {
  return new Tensor(allocate(dtype, sizeOf(shape)), shape);
}

/**
 * A tensor from a number, nested arrays or a typed array. Always copies. Without a `dtype`, tensors and Float64Arrays
 * keep theirs and everything else becomes float32.
 *
 * @example
 * const w = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * @throws ShapeError if nested arrays are ragged or do not fill `shape`
 * @throws DtypeError if an element is not a number
 */
export function tensor(data: TensorLike, options: TensorOptions = {}): Tensor {
  checkCreateOptions("tensor", options, ["shape"]);
  const dtype = checkDtype("tensor", options.dtype ?? dtypeOf(data));
  const { shape, values } = flatten("tensor", data);
  const wanted = options.shape === undefined ? shape : checkShape("tensor", options.shape);
  if (sizeOf(wanted) !== values.length) {
    throw new ShapeError(`tensor: ${values.length} elements do not fill shape ${formatShape(wanted)}`);
  }
  const out = allocate(dtype, values.length);
  out.set(values);
  return finish(new Tensor(out, wanted), options);
}

/** A tensor of zeros. */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("zeros", shape, 0, options);
}

/** A tensor of ones. */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("ones", shape, 1, options);
}

/** A tensor whose every element is `value`. */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  if (typeof value !== "number")
    throw new DtypeError(`full: value must be a number, got ${formatValue(value)}`);
  return filled("full", shape, value, options);
}

/** Zeros in the shape and dtype of `t`. */
export function zerosLike(t: Tensor): Tensor {
  checkTensor("zerosLike", t);
  return empty(t.shape, t.dtype);
}

/** Ones in the shape and dtype of `t`. */
export function onesLike(t: Tensor): Tensor {
  checkTensor("onesLike", t);
  const out = empty(t.shape, t.dtype);
  out.data.fill(1);
  return out;
}

/** `start, start + step, …` up to but without `stop`; with one argument `0, 1, … stop - 1`. */
export function arange(start: number, stop?: number, step: number = 1, options: CreateOptions = {}): Tensor {
  const from = stop === undefined ? 0 : checkNumber("arange", "start", start);
  const to = checkNumber("arange", "stop", stop ?? start);
  checkNumber("arange", "step", step);
  const count = Math.ceil((to - from) / step);
  if (step === 0 || !Number.isFinite(count)) {
    throw new ArgumentError(`arange: cannot count from ${from} to ${to} in steps of ${step}`);
  }
  return generate("arange", [Math.max(0, count)], options, (i) => from + i * step);
}

/** `count` evenly spaced numbers from `start` to `stop`, both included. */
export function linspace(start: number, stop: number, count: number, options: CreateOptions = {}): Tensor {
  checkNumber("linspace", "start", start);
  checkNumber("linspace", "stop", stop);
  checkInteger("linspace", "count", count, 0);
  const step = count > 1 ? (stop - start) / (count - 1) : 0;
  return generate("linspace", [count], options, (i) => (i === count - 1 && i > 0 ? stop : start + i * step));
}

/** The identity matrix of `rows` rows and `columns` (default: as many) columns. */
export function eye(rows: number, columns?: number, options: CreateOptions = {}): Tensor {
  const width = checkInteger("eye", "columns", columns ?? rows, 0);
  const height = checkInteger("eye", "rows", rows, 0);
  return generate("eye", [height, width], options, (i) => (Math.floor(i / width) === i % width ? 1 : 0));
}

/** Zeros with a one at each index: shape of `indices` plus `[numClasses]`. */
export function oneHot(indices: Indices, numClasses: number, options: CreateOptions = {}): Tensor {
  checkInteger("oneHot", "numClasses", numClasses, 1);
  const { values, shape } = toIndices("oneHot", indices, numClasses);
  const out = filled("oneHot", [...shape, numClasses], 0, options);
  for (let i = 0; i < values.length; i++) out.data[i * numClasses + values[i]] = 1;
  return out;
}

/** Integer data checked to be whole numbers in `[0, bound)`, with the shape of its nesting. @internal */
export function toIndices(
  op: string,
  indices: Indices,
  bound: number = Infinity,
  min: number = 0,
): { values: Int32Array; shape: number[] } {
  if (indices instanceof Tensor) {
    throw new DtypeError(
      `${op}: indices are integers, not a Tensor; pass an Int32Array or arrays of whole numbers`,
    );
  }
  const isFlat = indices instanceof Int32Array;
  const { shape, values } = isFlat
    ? { shape: [indices.length], values: indices }
    : flatten(op, indices as NestedArray);
  for (let i = 0; i < values.length; i++) {
    const index = values[i];
    if (!Number.isInteger(index))
      throw new DtypeError(`${op}: index ${index} at position ${i} is not a whole number`);
    if (index < min || index >= bound) {
      throw new ArgumentError(`${op}: index ${index} at position ${i} is outside ${min} to ${bound - 1}`);
    }
  }
  return { values: isFlat ? indices : Int32Array.from(values), shape };
}

/** Checks the options of a function that creates a tensor; `more` are the names of its own. @internal */
export function checkCreateOptions(op: string, options: CreateOptions, more: readonly string[] = []): void {
  checkOptions(op, options, [...more, "dtype", "requiresGrad"]);
  checkFlag(op, "requiresGrad", options.requiresGrad);
}

function checkTensor(op: string, t: unknown): void {
  if (!(t instanceof Tensor)) throw new DtypeError(`${op}: expected a Tensor, got ${formatValue(t)}`);
}

/** Checks a dtype's name. @internal */
export function checkDtype(op: string, dtype: unknown): Dtype {
  if (dtype !== "float32" && dtype !== "float64") {
    throw new DtypeError(`${op}: dtype must be "float32" or "float64", got ${formatValue(dtype)}`);
  }
  return dtype;
}

/** The elements of a tensor-like value in one flat list, and its shape. @internal */
export function flatten(
  op: string,
  data: TensorLike | ArrayLike<number>,
): { shape: number[]; values: ArrayLike<number> } {
  if (data instanceof Tensor) return { shape: data.shape.slice(), values: data.data };
  if (typeof data === "number") return { shape: [], values: [data] };
  if (
    ArrayBuffer.isView(data) &&
    "length" in data &&
    !(data instanceof BigInt64Array || data instanceof BigUint64Array)
  ) {
    return { shape: [data.length], values: data };
  }
  if (!Array.isArray(data)) {
    throw new DtypeError(
      `${op}: expected a tensor, a number, nested arrays of numbers or a typed array, got ${formatValue(data)}`,
    );
  }
  const shape: number[] = [];
  for (let level: unknown = data; isList(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const values: number[] = [];
  const visit = (value: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (isList(value))
        throw new ShapeError(
          `${op}: ragged data: an array where a number of shape ${formatShape(shape)} was expected`,
        );
      if (typeof value !== "number")
        throw new DtypeError(`${op}: element ${formatValue(value)} is not a number`);
      values.push(value);
      return;
    }
    if (!isList(value) || value.length !== shape[axis]) {
      const got = isList(value) ? `${value.length} entries` : formatValue(value);
      throw new ShapeError(
        `${op}: ragged data: ${got} at axis ${axis} where shape ${formatShape(shape)} has ${shape[axis]}`,
      );
    }
    for (let i = 0; i < value.length; i++) visit(value[i], axis + 1);
  };
  visit(data, 0);
  return { shape, values };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return (
    Array.isArray(value) ||
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    value instanceof Int32Array
  );
}

function dtypeOf(data: unknown): Dtype {
  if (data instanceof Tensor) return data.dtype;
  return data instanceof Float64Array ? "float64" : "float32";
}

function finish(t: Tensor, options: CreateOptions): Tensor {
  if (options.requiresGrad) t.requiresGrad = true;
  return t;
}

function filled(op: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  checkCreateOptions(op, options);
  const out = empty(checkShape(op, shape), checkDtype(op, options.dtype ?? "float32"));
  if (value !== 0) out.data.fill(value);
  return finish(out, options);
}

function generate(
  op: string,
  shape: Shape,
  options: CreateOptions,
  value: (index: number) => number,
): Tensor {
  const out = filled(op, shape, 0, options);
  for (let i = 0; i < out.data.length; i++) out.data[i] = value(i);
  return out;
}
