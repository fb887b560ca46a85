import {
  ArgumentError,
  checkInteger,
  checkOptions,
  formatValue,
  isTensor,
  type Tensor,
} from "@rewind/autograd";
import type { Frame } from "./svg.ts";

/** Numbers in a row: an array, a typed array, or a tensor of one axis. */
export type Series = readonly number[] | Float32Array | Float64Array | Int32Array | Tensor;

/** Rows of numbers of one length: nested arrays, or a tensor of two axes. */
export type Matrix = readonly Series[] | Tensor;

/** What every picture takes. */
export interface PictureOptions {
  /** The heading. Default: says what is drawn. */
  title?: string;
  /** In pixels, from 160. Default 640. */
  width?: number;
  /** In pixels, from 120. Default: what the drawing needs. */
  height?: number;
}

/** @internal */
export const PICTURE_OPTIONS: readonly string[] = ["title", "width", "height"];

/** Checks the options and names of a picture. @internal */
export function frameOf(
  who: string,
  options: PictureOptions,
  own: readonly string[],
  defaults: Frame,
): Frame {
  checkOptions(who, options, [...PICTURE_OPTIONS, ...own]);
  const { title = defaults.title } = options;
  if (typeof title !== "string")
    throw new ArgumentError(`${who}: title must be a string, got ${formatValue(title)}`);
  return {
    title,
    description: defaults.description,
    width: checkInteger(who, "width", options.width ?? defaults.width, 160),
    height: checkInteger(who, "height", options.height ?? defaults.height, 120),
  };
}

/** The numbers of a series, at least one and all of them finite. @internal */
export function numbersOf(who: string, name: string, series: unknown): number[] {
  const data = isTensor(series) && series.ndim === 1 ? series.data : series;
  const listed = Array.isArray(data) || (ArrayBuffer.isView(data) && !(data instanceof DataView));
  if (!listed)
    throw new ArgumentError(`${who}: ${name} must be numbers in an array, got ${formatValue(series)}`);
  const numbers = Array.from(data as ArrayLike<number>);
  if (numbers.length === 0) throw new ArgumentError(`${who}: ${name} is empty; there is nothing to draw`);
  const wrong = numbers.findIndex((value) => typeof value !== "number" || !Number.isFinite(value));
  if (wrong >= 0)
    throw new ArgumentError(
      `${who}: ${name}[${wrong}] is ${formatValue(numbers[wrong])}; every number must be finite to have a place`,
    );
  return numbers;
}

/** As {@link numbersOf}, none of them negative. @internal */
export function normsOf(who: string, name: string, series: unknown): number[] {
  const norms = numbersOf(who, name, series);
  const wrong = norms.findIndex((norm) => norm < 0);
  if (wrong >= 0)
    throw new ArgumentError(`${who}: ${name}[${wrong}] is ${norms[wrong]}; a norm is not negative`);
  return norms;
}

/** The rows of a matrix, all of one length. @internal */
export function rowsOf(who: string, name: string, matrix: unknown): number[][] {
  const given = isTensor(matrix) && matrix.ndim === 2 ? matrix.toArray() : matrix;
  if (!Array.isArray(given))
    throw new ArgumentError(
      `${who}: ${name} must be rows of numbers or a tensor of two axes, got ${formatValue(matrix)}`,
    );
  if (given.length === 0) throw new ArgumentError(`${who}: ${name} is empty; there is nothing to draw`);
  const rows = given.map((row, i) => numbersOf(who, `${name}[${i}]`, row));
  const ragged = rows.findIndex((row) => row.length !== rows[0].length);
  if (ragged >= 0)
    throw new ArgumentError(
      `${who}: ${name}[${ragged}] has ${rows[ragged].length} numbers, ${name}[0] has ${rows[0].length}; rows must be of one length`,
    );
  return rows;
}

/** The entries of an object of named things, at least one. @internal */
export function entriesOf(who: string, what: string, record: unknown): [name: string, value: unknown][] {
  const plain = typeof record === "object" && record !== null && !Array.isArray(record);
  if (!plain || isTensor(record) || ArrayBuffer.isView(record))
    throw new ArgumentError(`${who}: expected an object of ${what} by name, got ${formatValue(record)}`);
  const entries = Object.entries(record);
  if (entries.length === 0) throw new ArgumentError(`${who}: there are no ${what}; there is nothing to draw`);
  return entries;
}

/** As many labels as there are places. @internal */
export function labelsOf(who: string, name: string, labels: unknown, count: number): string[] | null {
  if (labels === undefined) return null;
  const list = typeof labels === "string" ? [...labels] : labels;
  if (!Array.isArray(list) || list.length !== count)
    throw new ArgumentError(
      `${who}: ${name} must be ${count} labels, got ${Array.isArray(list) ? list.length : formatValue(labels)}`,
    );
  return list.map((label) => (label === " " ? "␣" : String(label)));
}
