import { ArgumentError, ShapeError, formatShape, formatValue } from "../../errors.ts";
import type { Shape } from "../../tensor/shape.ts";

/** A checked einsum specification: one label per axis of each operand and of the result. @internal */
export interface EinsumSpec {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
  /** Size of each label's axis. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Reads `"ij,jk->ik"` against the operands' shapes. @internal */
export function parseEinsum(spec: string, shapes: readonly Shape[]): EinsumSpec {
  if (typeof spec !== "string")
    throw new ArgumentError(`einsum: the specification must be a string, got ${formatValue(spec)}`);
  const [left, right, ...rest] = spec.replace(/\s/g, "").split("->");
  const terms = left.split(",");
  if (rest.length > 0) throw new ArgumentError(`einsum: "${spec}" has more than one "->"`);
  for (const term of right === undefined ? terms : [...terms, right]) checkTerm(spec, term);
  if (terms.length !== shapes.length) {
    throw new ArgumentError(
      `einsum: "${spec}" names ${terms.length} operands, got ${shapes.length} tensors; they must be as many`,
    );
  }
  const hidden = terms.map((term, i) => hiddenAxes(spec, term, shapes[i]));
  const inputs = terms.map((term, i) => labelsOf(term, hidden[i]));
  const output =
    right === undefined
      ? implicitOutput(terms, Math.max(0, ...hidden))
      : labelsOf(right, Math.max(0, ...hidden));
  const sizes = sizesOf(spec, inputs, shapes);
  for (const label of output) {
    if (!sizes.has(label))
      throw new ArgumentError(`einsum: "${spec}" has ${label} in its result but in no operand`);
  }
  if (new Set(output).size < output.length)
    throw new ArgumentError(`einsum: "${spec}" names an axis of its result twice`);
  return { inputs, output, sizes };
}

function checkTerm(spec: string, term: string): void {
  if (/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)) return;
  throw new ArgumentError(
    `einsum: cannot read ${formatValue(term)} in "${spec}"; an operand is letters, one per axis, and at most one "..."`,
  );
}

/** How many axes an operand's ellipsis stands for. */
function hiddenAxes(spec: string, term: string, shape: Shape): number {
  const named = term.replace("...", "").length;
  const hasEllipsis = named < term.length;
  if (hasEllipsis ? shape.length >= named : shape.length === named) return shape.length - named;
  throw new ShapeError(
    `einsum: ${formatValue(term)} in "${spec}" names ${named} axes, its tensor of shape ${formatShape(shape)} has ${shape.length}; write one letter per axis`,
  );
}

/** Hidden axes are numbered from the right, so that they align as in broadcasting. */
function labelsOf(term: string, hidden: number): string[] {
  const [before, after] = term.split("...");
  if (after === undefined) return [...before];
  return [...before, ...Array.from({ length: hidden }, (_, i) => `...${hidden - i}`), ...after];
}

/** Without an arrow: the ellipsis, then the letters that occur once, in alphabetical order. */
function implicitOutput(terms: readonly string[], hidden: number): string[] {
  const letters = terms.join("").replaceAll(".", "");
  const once = [...letters].filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return [...labelsOf("...", hidden), ...once.sort()];
}

function sizesOf(
  spec: string,
  inputs: readonly (readonly string[])[],
  shapes: readonly Shape[],
): Map<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = shapes[i][axis];
      const known = sizes.get(label);
      const stretches = label.startsWith("...");
      if (known === undefined || (stretches && known === 1)) sizes.set(label, size);
      else if (size !== known && !(stretches && size === 1)) {
        throw new ShapeError(
          `einsum: axis ${label} in "${spec}" has sizes ${known} and ${size}; operands have shapes ${shapes.map(formatShape).join(" and ")}`,
        );
      }
    });
  });
  return sizes;
}
