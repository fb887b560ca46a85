import {
  ArgumentError,
  checkInteger,
  checkOptions,
  formatValue,
  isList,
  isTensor,
  readable,
  type Tensor,
} from "@rewind/autograd";
import { Table } from "../figure/table.ts";

/** What stands in a cell of a table: text, a number, or a vector. */
export type TableValue = string | number | readonly number[] | Float32Array | Float64Array | Tensor;

/** One time step of a {@link gradientTable}. */
export interface GradientTableRow {
  /** What was read, such as a character. */
  readonly input: TableValue;
  /** The hidden state after it. */
  readonly hidden: TableValue;
  /** What was predicted. */
  readonly output: TableValue;
  /** The loss's gradient at the hidden state, or its norm. */
  readonly gradient: TableValue;
}

/** Options of {@link gradientTable}. */
export interface GradientTableOptions {
  /** Digits after the point. Default 4. */
  digits?: number;
}

const MOST_SHOWN = 6;

/**
 * Backpropagation through time in a table: a row per time step with the input, the hidden state, the output and the gradient
 * that comes back. Its string is the table as text.
 *
 * @param rows one per time step, counted from 1
 * @example
 * const table = gradientTable([{ input: "H", hidden: [0.1, -0.2], output: "e", gradient: 0.03 }]);
 * @throws ArgumentError if there are no rows, a cell is missing or a number not finite
 */
export function gradientTable(rows: readonly GradientTableRow[], options: GradientTableOptions = {}): Table {
  checkOptions("gradientTable", options, ["digits"]);
  const digits = checkInteger("gradientTable", "digits", options.digits ?? 4, 0, 100);
  if (!isList(rows) || rows.length === 0)
    throw new ArgumentError(`gradientTable: expected one row per time step, got ${formatValue(rows)}`);
  const cells = (rows as readonly GradientTableRow[]).map((row, i) => [
    String(i + 1),
    ...(["input", "hidden", "output", "gradient"] as const).map((key) =>
      format(readable(row)?.[key], key, i, digits),
    ),
  ]);
  const head = ["time step", "input", "hidden state", "output", "gradient"];
  return new Table(head, cells, `Backpropagation through time over ${rows.length} steps.`);
}

function format(value: unknown, key: string, row: number, digits: number): string {
  if (typeof value === "string") return value;
  const data = isTensor(value) ? value.data : value;
  const vector = isList(data) || (ArrayBuffer.isView(data) && !(data instanceof DataView));
  // One by one: an array whose memory has been transferred has no numbers, but no iterator either.
  const numbers = vector
    ? Array.from({ length: (data as ArrayLike<number>).length }, (_, i) => (data as ArrayLike<number>)[i])
    : [data];
  const wrong = numbers.find((each) => typeof each !== "number" || !Number.isFinite(each));
  if (wrong !== undefined || numbers.includes(undefined) || numbers.length === 0)
    throw new ArgumentError(
      `gradientTable: ${key} of row ${row} is ${formatValue(value)}; give text, finite numbers or a Tensor of them`,
    );
  const shown = (numbers as number[]).slice(0, MOST_SHOWN).map((each) => decimal(each, digits));
  if (!vector || numbers.length === 1) return shown[0];
  return `[${shown.join(", ")}${numbers.length > MOST_SHOWN ? ", …" : ""}]`;
}

/** Small numbers keep their digits: a gradient that vanishes must not be printed as 0. */
function decimal(value: number, digits: number): string {
  return value !== 0 && Math.abs(value) < 10 ** -digits / 2 ? value.toExponential(1) : value.toFixed(digits);
}
