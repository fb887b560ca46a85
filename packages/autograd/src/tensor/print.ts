import { formatColumn } from "./print-number.ts";
import { sizeOf, stridesOf, type Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

const PREFIX = "tensor(";
const LINE_WIDTH = 80;
/** Tensors with more elements are summarised. */
const SUMMARISE_ABOVE = 1000;
const EDGE_ITEMS = 3;
/** A summary of four axes shows 6⁴ elements; more axes than that show less of the outer ones. */
const SUMMARY_LIMIT = 1296;
const MAX_AXES = 32;
/** Stands for the left-out items in a list of shown indices. */
const GAP = -1;

/**
 * A tensor as text, laid out as NumPy does: columns line up, lines break at 80 characters, tensors of more than
 * 1000 elements show three items at each end of an axis. The cost depends on what is shown, not on the size.
 *
 * @example
 * formatTensor(tensor([[1, 2], [3, 4.5]]));
 * // tensor([[1. , 2. ],
 * //         [3. , 4.5]])
 */
export function formatTensor(t: Tensor): string {
  const remarks: string[] = [];
  if (t.size === 0 && t.ndim > 1 && t.ndim <= MAX_AXES) remarks.push(`shape=[${t.shape.join(", ")}]`);
  if (t.dtype !== "float32") remarks.push(`dtype=${t.dtype}`);
  if (t.node !== null) remarks.push(`node=${t.node.op.name}`);
  else if (t.requiresGrad) remarks.push("requiresGrad=true");
  return appendRemarks(PREFIX + body(t), remarks);
}

function body(t: Tensor): string {
  if (t.ndim > MAX_AXES) return `... ${t.ndim} axes, ${t.size} elements ...`;
  if (t.size === 0) return "[]";
  const shown = shownIndices(t.shape);
  return layOut(shown, formatColumn(gather(t, shown), t.dtype === "float32"));
}

/** Which indices of each axis to print, with {@link GAP} where some are left out. */
function shownIndices(shape: Shape): number[][] {
  const summarise = sizeOf(shape) > SUMMARISE_ABOVE;
  const shown = shape.map((size) => {
    if (!summarise || size <= 2 * EDGE_ITEMS) return Array.from({ length: size }, (_, i) => i);
    return [0, 1, 2, GAP, size - 3, size - 2, size - 1];
  });
  let count = shown.reduce((product, indices) => product * indices.filter((i) => i !== GAP).length, 1);
  for (let axis = 0; summarise && count > SUMMARY_LIMIT; axis++) {
    count /= shown[axis].filter((i) => i !== GAP).length;
    if (shape[axis] > 1) shown[axis] = [0, GAP];
  }
  return shown;
}

function gather(t: Tensor, shown: number[][]): number[] {
  const strides = stridesOf(t.shape);
  const values: number[] = [];
  const visit = (axis: number, offset: number): void => {
    if (axis === shown.length) values.push(t.data[offset]);
    else for (const i of shown[axis]) if (i !== GAP) visit(axis + 1, offset + i * strides[axis]);
  };
  visit(0, 0);
  return values;
}

/** Brackets, commas and line breaks around `words`, which come in the order of the shown elements. */
function layOut(shown: number[][], words: readonly string[]): string {
  let next = 0;
  const row = (indices: number[], indent: string): string => {
    // One column for the comma or bracket after a word, one for each bracket and parenthesis that may follow.
    const width = LINE_WIDTH - 1 - shown.length;
    const lines: string[] = [];
    let line = indent;
    indices.forEach((i, position) => {
      const word = i === GAP ? "..." : words[next++];
      if (line.length + word.length > width && line.length > indent.length) {
        lines.push(line.trimEnd());
        line = indent;
      }
      line += position === indices.length - 1 ? word : `${word}, `;
    });
    return `[${[...lines, line].join("\n").slice(indent.length)}]`;
  };
  const block = (axis: number, indent: string): string => {
    if (axis === shown.length) return words[next++];
    if (axis === shown.length - 1) return row(shown[axis], indent);
    const items = shown[axis].map((i) => (i === GAP ? "..." : block(axis + 1, `${indent} `)));
    return `[${items.join(`,${"\n".repeat(shown.length - 1 - axis)}${indent}`)}]`;
  };
  return block(0, " ".repeat(PREFIX.length + 1));
}

function appendRemarks(text: string, remarks: readonly string[]): string {
  if (remarks.length === 0) return `${text})`;
  const remark = `${remarks.join(", ")})`;
  const lastLine = text.length - (text.lastIndexOf("\n") + 1);
  const fits = lastLine + remark.length + 2 <= LINE_WIDTH;
  return `${text},${fits ? " " : `\n${" ".repeat(PREFIX.length)}`}${remark}`;
}
