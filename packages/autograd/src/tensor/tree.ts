import { GraphError, formatValue } from "../errors.ts";
import { MAX_AXES, isList } from "./shape.ts";
import { isTensor, type Tensor } from "./tensor.ts";

/** A Tensor, or arrays and plain objects of them, nested at will. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree };

/**
 * A tree of the same form with `fn` applied to every tensor, depth first.
 *
 * @throws GraphError if something in the tree is neither a Tensor nor an array nor a plain object
 * @internal
 */
export function mapTree(
  op: string,
  tree: unknown,
  fn: (tensor: Tensor) => Tensor,
  depth: number = 0,
): TensorTree {
  if (isTensor(tree)) return fn(tree);
  if (depth > MAX_AXES)
    throw new GraphError(`${op}: the result is nested more than ${MAX_AXES} deep; does it contain itself?`);
  if (isList(tree)) return Array.from(tree, (branch) => mapTree(op, branch, fn, depth + 1));
  if (typeof tree === "object" && tree !== null && isPlain(tree)) {
    return Object.fromEntries(
      Object.entries(tree).map(([key, branch]) => [key, mapTree(op, branch, fn, depth + 1)]),
    );
  }
  throw new GraphError(
    `${op}: the function must return a tensor, or arrays and plain objects of tensors, got ${formatValue(tree)}`,
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
