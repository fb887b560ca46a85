import { refuseExtra } from "../tensor/arguments.ts";
import { GraphError, formatShape, formatValue } from "../errors.ts";
import type { Shape } from "../tensor/shape.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { nodeOf, type Node } from "./node.ts";

/** One line of the tape. */
export interface TapeRecord {
  /** Creation number: a record's inputs always have smaller ones. */
  readonly id: number;
  /** The operation; `"leaf"` for a tensor that requires a gradient and was not computed. */
  readonly op: string;
  /** The tensor's `name`, if it was given one. */
  readonly name: string | null;
  /** Ids of the inputs' records; null for an input that wants no gradient. */
  readonly inputs: readonly (number | null)[];
  /** Shapes of the outputs: one, but for operations such as `unstack`. */
  readonly shapes: readonly Shape[];
  /** Whether history was cut here by `detach_()`. */
  readonly severed: boolean;
}

/**
 * The recorded graph behind a tensor, in execution order: the tape that `backward()` would walk from the end.
 *
 * @example
 * tape(x.mul(w).sum()).map((record) => record.op); // ["leaf", "leaf", "mul", "sum"]
 * @throws GraphError if the tensor has no history
 */
export function tape(output: Tensor): readonly TapeRecord[] {
  if (arguments.length > 1) refuseExtra("tape", arguments, 1);
  return recordsOf("tape", output);
}

/**
 * The recorded graph in Graphviz's DOT language: `dot -Tsvg`. Leaves are boxes, cuts are red.
 *
 * @example
 * console.log(toDot(loss)); // digraph tape { … }
 * @throws GraphError if the tensor has no history
 */
export function toDot(output: Tensor): string {
  if (arguments.length > 1) refuseExtra("toDot", arguments, 1);
  const lines = recordsOf("toDot", output).flatMap((record) => {
    const title = record.name === null ? [record.op] : [record.name, record.op];
    const label = [...title, record.shapes.map(formatShape).join(" ")].map(escaped).join("\\n");
    const style = `${record.op === "leaf" ? ", shape=box" : ""}${record.severed ? ", color=red" : ""}`;
    const edges = record.inputs.filter((id) => id !== null).map((id) => `  n${id} -> n${record.id};`);
    return [`  n${record.id} [label="${label}"${style}];`, ...edges];
  });
  return ["digraph tape {", "  rankdir=LR;", ...lines, "}"].join("\n");
}

/** Text as it stands between quotes in DOT. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** {@link tape} for another function, named by its errors. @internal */
export function recordsOf(op: string, output: Tensor): TapeRecord[] {
  return nodesOf(op, output).map((node) => ({
    id: node.id,
    op: node.op.name,
    name: node.label ?? node.leaf?.name ?? null,
    inputs: node.parents.map((parent) => parent?.id ?? null),
    shapes: node.shapes,
    severed: node.severed,
  }));
}

function nodesOf(op: string, output: Tensor): Node[] {
  if (!isTensor(output)) throw new GraphError(`${op}: expected a Tensor, got ${formatValue(output)}`);
  const root = nodeOf(output);
  if (root === null) {
    throw new GraphError(
      `${op}: the tensor has no history; compute it from tensors with requiresGrad, outside noGrad`,
    );
  }
  const seen = new Set([root]);
  for (const node of seen) {
    for (const parent of node.parents) if (parent !== null) seen.add(parent);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
