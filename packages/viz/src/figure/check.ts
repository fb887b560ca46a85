import {
  ArgumentError,
  checkData,
  checkInteger,
  checkOptions,
  formatValue,
  isList,
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

/** More than a picture can show, or a page hold. */
const MOST_DRAWN = 2 ** 20;

/** The numbers of a series, at least one and all of them finite. @internal */
export function numbersOf(who: string, name: string, series: unknown): number[] {
  if (isTensor(series)) checkData(who, series);
  const data = isTensor(series) && series.ndim === 1 ? series.data : series;
  const listed = isList(data) || (ArrayBuffer.isView(data) && !(data instanceof DataView));
  if (!listed)
    throw new ArgumentError(`${who}: ${name} must be numbers in an array, got ${formatValue(series)}`);
  const { length } = data as ArrayLike<number>;
  if (length === 0) throw new ArgumentError(`${who}: ${name} is empty; there is nothing to draw`);
  if (length > MOST_DRAWN)
    throw new ArgumentError(`${who}: ${name} has ${length} numbers; draw at most ${MOST_DRAWN}`);
  const numbers = Array.from({ length }, (_, i) => (data as ArrayLike<number>)[i]);
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
  if (isTensor(matrix)) checkData(who, matrix);
  const given =
    isTensor(matrix) && matrix.ndim === 2 && matrix.size === 0
      ? []
      : isTensor(matrix) && matrix.ndim === 2
        ? matrix.toArray()
        : matrix;
  if (!isList(given))
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
  const entries = isTensor(record) || ArrayBuffer.isView(record) ? null : ownEntries(record);
  if (entries === null)
    throw new ArgumentError(`${who}: expected an object of ${what} by name, got ${formatValue(record)}`);
  if (entries.length === 0) throw new ArgumentError(`${who}: there are no ${what}; there is nothing to draw`);
  return entries;
}

function ownEntries(record: unknown): [string, unknown][] | null {
  try {
    return typeof record === "object" && record !== null && !Array.isArray(record)
      ? Object.entries(record)
      : null;
  } catch {
    // A proxy that has been revoked.
    return null;
  }
}

/** As many labels as there are places. @internal */
export function labelsOf(who: string, name: string, labels: unknown, count: number): string[] | null {
  if (labels === undefined) return null;
  const list = typeof labels === "string" ? [...labels] : labels;
  if (!isList(list) || list.length !== count)
    throw new ArgumentError(
      `${who}: ${name} must be ${count} labels, got ${isList(list) ? list.length : formatValue(labels)}`,
    );
  return list.map((label) => (label === " " ? "␣" : typeof label === "string" ? label : formatValue(label)));
}
