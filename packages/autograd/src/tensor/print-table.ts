import { formatShape } from "../errors.ts";
import { formatColumn } from "./print-number.ts";
import { stridesOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Longer axes are shown by their ends: the columns of a table, its rows, and the tables of a stack. */
const MOST_COLUMNS = 10;
const MOST_ROWS = 16;
const MOST_TABLES = 4;
/** Stands for the left-out indices. */
const GAP = -1;
const SPACE = "  ";

/**
 * A tensor as a table with its shape and the indices of rows and columns: what a notebook's cell shows. More than two axes
 * give one table for each index of the others. Large tensors are shown by the ends of their axes.
 *
 * @example
 * formatTable(tensor([[1, 2], [3, 4.5]]));
 * // tensor [2, 2] float32
 * //      0    1
 * // 0  1.   2.
 * // 1  3.   4.5
 */
export function formatTable(t: Tensor): string {
  const origin = t.node !== null ? `, from ${t.node.op.name}` : t.requiresGrad ? ", requires grad" : "";
  const name = t.name === undefined ? "" : ` "${t.name}"`;
  const heading = `tensor${name} ${formatShape(t.shape)} ${t.dtype}${origin}`;
  if (t.size === 0) return `${heading}, no elements`;
  if (t.ndim === 0) return `${heading}\n${formatColumn([t.data[0]], t.dtype === "float32")[0].trim()}`;
  const outer = t.shape.slice(0, -2);
  const rows = t.ndim === 1 ? [0] : ends(t.shape[t.ndim - 2], MOST_ROWS);
  const columns = ends(t.shape[t.ndim - 1], MOST_COLUMNS);
  const blocks = leadingIndices(outer).map((indices) => {
    if (indices === null) return "…";
    const title = outer.length === 0 ? "" : `[${indices.join(", ")}, :, :]\n`;
    return title + table(t, indices, rows, columns);
  });
  return [heading, ...blocks].join("\n");
}

function table(
  t: Tensor,
  leading: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
): string {
  const strides = stridesOf(t.shape);
  const base = leading.reduce((offset, index, axis) => offset + index * strides[axis], 0);
  const rowStride = t.ndim === 1 ? 0 : strides[t.ndim - 2];
  const shown = (indices: readonly number[]): number[] => indices.filter((index) => index !== GAP);
  const values = shown(rows).flatMap((row) =>
    shown(columns).map((column) => t.data[base + row * rowStride + column]),
  );
  const words = formatColumn(values, t.dtype === "float32");
  let next = 0;
  const body = rows.map((row) =>
    columns.map((column) => (row === GAP || column === GAP ? "…" : words[next++])),
  );
  const label = (index: number): string => (index === GAP ? "…" : String(index));
  const head = columns.map(label);
  const width = (column: number): number =>
    Math.max(head[column].length, ...body.map((line) => line[column].length));
  const widths = head.map((_, column) => width(column));
  const margin = t.ndim === 1 ? "" : " ".repeat(Math.max(...rows.map((row) => label(row).length)));
  const line = (name: string, cells: readonly string[]): string =>
    [
      t.ndim === 1 ? "" : name.padStart(margin.length),
      ...cells.map((cell, i) => cell.padStart(widths[i])),
    ].join(SPACE);
  return [line("", head), ...rows.map((row, i) => line(label(row), body[i]))].join("\n");
}

/** The indices of an axis, with {@link GAP} where some are left out. */
function ends(size: number, most: number): number[] {
  const all = Array.from({ length: size }, (_, i) => i);
  return size <= most ? all : [...all.slice(0, most / 2), GAP, ...all.slice(-most / 2)];
}

/** The first and last tables of a stack; null stands for those between. */
function leadingIndices(outer: readonly number[]): (number[] | null)[] {
  const count = outer.reduce((product, size) => product * size, 1);
  const strides = stridesOf(outer);
  return ends(count, MOST_TABLES).map((position) =>
    position === GAP ? null : outer.map((size, axis) => Math.floor(position / strides[axis]) % size),
  );
}
