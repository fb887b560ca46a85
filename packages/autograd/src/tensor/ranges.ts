import { ArgumentError } from "../errors.ts";
import { filled, type CreateOptions } from "./create.ts";
import { toIndices, type Indices } from "./indices.ts";
import { checkInteger, checkNumber, type Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * `start, start + step, …` up to but without `stop`; with one argument `0, 1, … stop - 1`. One axis.
 *
 * @param step not 0. Default 1
 * @example
 * arange(5, 0, -2); // [5, 3, 1]
 * @throws ArgumentError if the numbers lead nowhere: a step of 0, bounds that are not finite
 * @throws ShapeError if there would be more than can be allocated
 */
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

/**
 * `count` evenly spaced numbers from `start` to `stop`, both included. One axis.
 *
 * @example
 * linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 * @throws ArgumentError if `count` is not a whole number from 0, or a bound not a number
 */
export function linspace(start: number, stop: number, count: number, options: CreateOptions = {}): Tensor {
  checkNumber("linspace", "start", start);
  checkNumber("linspace", "stop", stop);
  checkInteger("linspace", "count", count, 0);
  const step = count > 1 ? (stop - start) / (count - 1) : 0;
  return generate("linspace", [count], options, (i) => (i === count - 1 && i > 0 ? stop : start + i * step));
}

/**
 * The identity matrix of `rows` rows and `columns` (default: as many) columns.
 *
 * @example
 * eye(2); // [[1, 0], [0, 1]]
 * @throws ArgumentError if a size is not a whole number from 0
 */
export function eye(rows: number, columns?: number, options: CreateOptions = {}): Tensor {
  const width = checkInteger("eye", "columns", columns ?? rows, 0);
  const height = checkInteger("eye", "rows", rows, 0);
  return generate("eye", [height, width], options, (i) => (Math.floor(i / width) === i % width ? 1 : 0));
}

/**
 * Zeros with a one at each index: shape of `indices` plus `[numClasses]`.
 *
 * @param indices whole numbers from 0 to `numClasses - 1`
 * @example
 * oneHot([2, 0], 3); // [[0, 0, 1], [1, 0, 0]]
 * @throws ArgumentError if an index is out of range, or `numClasses` not a whole number from 1
 * @throws DtypeError if an index is not a whole number
 */
export function oneHot(indices: Indices, numClasses: number, options: CreateOptions = {}): Tensor {
  checkInteger("oneHot", "numClasses", numClasses, 1);
  const { values, shape } = toIndices("oneHot", indices, numClasses);
  const out = filled("oneHot", [...shape, numClasses], 0, options);
  for (let i = 0; i < values.length; i++) out.data[i * numClasses + values[i]] = 1;
  return out;
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
