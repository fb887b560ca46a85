import { ArgumentError } from "../../errors.ts";
import { sizeOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { matmul } from "../matmul.ts";
import { operands } from "../operand.ts";
import { sum } from "../reductions/sum.ts";
import { diagonal } from "../shape/diagonal.ts";
import { permute } from "../shape/permute.ts";
import { reshape } from "../shape/reshape.ts";
import { parseEinsum } from "./einsum-spec.ts";

/** A tensor whose axes have names, each once. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/**
 * Einstein summation: multiplies the tensors, matching axes of the same letter, and sums over letters that the result
 * does not name. `"ij,jk->ik"` is a matrix product, `"ii->i"` a diagonal, `"bhid,bhjd->bhij"` attention scores. Without
 * `->` the result has the letters that occur once, in alphabetical order; `...` stands for leading axes that broadcast.
 * Any number of tensors: the pair that gives the smallest product is multiplied first, as a batched matrix product.
 *
 * @example
 * einsum("bij,bj->bi", matrices, vectors);
 * @throws ArgumentError if the specification cannot be read or does not match the number of tensors
 * @throws ShapeError if sizes of one letter differ, or a tensor has other than one axis per letter
 */
export function einsum(spec: string, ...tensors: TensorLike[]): Tensor {
  if (tensors.length === 0)
    throw new ArgumentError("einsum: needs at least one tensor after the specification");
  const xs = operands("einsum", tensors);
  const { inputs, output, sizes } = parseEinsum(spec, xs.map((x) => x.shape)); // prettier-ignore
  let terms = xs.map((x, i) => distinct(withoutStretched(x, inputs[i], sizes)));
  while (terms.length > 1) {
    const [i, j] = cheapestPair(terms, output, sizes);
    const rest = terms.filter((_, k) => k !== i && k !== j);
    const kept = new Set([...output, ...rest.flatMap((term) => term.labels)]);
    terms = [product(terms[i], terms[j], kept, sizes), ...rest];
  }
  return arranged(summed(terms[0], new Set(output)), output);
}

/** Without the axes of size 1 that broadcast against a larger one. */
function withoutStretched(
  x: Tensor,
  labels: readonly string[],
  sizes: ReadonlyMap<string, number>,
): Labelled {
  const kept = labels.map((_, axis) => axis).filter((axis) => x.shape[axis] === sizes.get(labels[axis]));
  if (kept.length === labels.length) return { x, labels };
  return {
    x: reshape(x, kept.map((axis) => x.shape[axis])), // prettier-ignore
    labels: kept.map((axis) => labels[axis]),
  };
}

/** Reduces axes of the same name to their diagonal. */
function distinct({ x, labels }: Labelled): Labelled {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (second < 0) return { x, labels };
  const first = labels.indexOf(labels[second]);
  const others = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const sizes = others.map((axis) => x.shape[axis]);
  const n = x.shape[first];
  const square = reshape(permute(x, [...others, first, second]), [sizeOf(sizes), n, n]);
  return distinct({
    x: reshape(diagonal(square, { axis0: 1, axis1: 2 }), [...sizes, n]),
    labels: [...others.map((axis) => labels[axis]), labels[first]],
  });
}

/** Sums over axes that nobody names any more. */
function summed({ x, labels }: Labelled, kept: ReadonlySet<string>): Labelled {
  const axes = labels.map((_, axis) => axis).filter((axis) => !kept.has(labels[axis]));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, { axis: axes }), labels: labels.filter((label) => kept.has(label)) };
}

function arranged({ x, labels }: Labelled, order: readonly string[]): Tensor {
  if (order.every((label, axis) => label === labels[axis])) return x;
  return permute(x, order.map((label) => labels.indexOf(label))); // prettier-ignore
}

/** Multiplies two terms and sums over what only they name: one batched matrix product. */
function product(
  first: Labelled,
  second: Labelled,
  kept: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number>,
): Labelled {
  const a = summed(first, new Set([...kept, ...second.labels]));
  const b = summed(second, new Set([...kept, ...first.labels]));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => kept.has(label));
  const inner = shared.filter((label) => !kept.has(label));
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  const shapeOf = (labels: readonly string[]): number[] => labels.map((label) => sizes.get(label) as number);
  const left = matrices(a, batch, rows, inner, shapeOf);
  const right = matrices(b, batch, inner, columns, shapeOf);
  const labels = [...batch, ...rows, ...columns];
  const out = matmul(left.x, right.x, { transposeA: left.transposed, transposeB: right.transposed });
  return { x: reshape(out, shapeOf(labels)), labels };
}

/** A term as `[batch, rows, columns]`, or transposed where that spares a copy. */
function matrices(
  term: Labelled,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
  shapeOf: (labels: readonly string[]) => number[],
): { x: Tensor; transposed: boolean } {
  const swapped = [...batch, ...columns, ...rows];
  const transposed =
    rows.length > 0 && columns.length > 0 && swapped.every((label, axis) => label === term.labels[axis]);
  const order = transposed ? swapped : [...batch, ...rows, ...columns];
  const sides = [sizeOf(shapeOf(rows)), sizeOf(shapeOf(columns))];
  const lead = batch.length > 0 ? [sizeOf(shapeOf(batch))] : [];
  return {
    x: reshape(arranged(term, order), [...lead, ...(transposed ? sides.reverse() : sides)]),
    transposed,
  };
}

/** The two terms whose product has the fewest elements. */
function cheapestPair(
  terms: readonly Labelled[],
  output: readonly string[],
  sizes: ReadonlyMap<string, number>,
): [number, number] {
  let best: [number, number] = [0, 1];
  let least = Infinity;
  for (let i = 0; i < terms.length && terms.length > 2; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const others = terms.flatMap((term, k) => (k === i || k === j ? [] : term.labels));
      const labels = new Set([...terms[i].labels, ...terms[j].labels]);
      let size = 1;
      for (const label of labels)
        if (output.includes(label) || others.includes(label)) size *= sizes.get(label) as number;
      if (size < least) {
        least = size;
        best = [i, j];
      }
    }
  }
  return best;
}
