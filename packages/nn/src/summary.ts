import { formatShape } from "@rewind/autograd";
import type { Parameter } from "./parameter.ts";

/** A table of parameters: name, shape, number of elements, and the total below. */
export function summaryTable(title: string, parameters: readonly [string, Parameter][]): string {
  const count = (value: number): string => value.toLocaleString("en-US");
  const rows = parameters.map(([name, parameter]) => [
    name,
    formatShape(parameter.shape),
    count(parameter.size) + (parameter.requiresGrad ? "" : " (frozen)"),
  ]);
  const all = parameters.reduce((total, [, parameter]) => total + parameter.size, 0);
  const trained = parameters.reduce(
    (total, [, { size, requiresGrad }]) => total + (requiresGrad ? size : 0),
    0,
  );
  const table = [["parameter", "shape", "count"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 2 ? cell.padStart(widths[2]) : cell.padEnd(widths[column])))
      .join("  ");
  const rule = "-".repeat(widths[0] + widths[1] + widths[2] + 4);
  const total = all === trained ? count(all) : `${count(all)}, of which ${count(trained)} are trained`;
  return [title, rule, line(table[0]), rule, ...rows.map(line), rule, `total: ${total}`].join("\n");
}
