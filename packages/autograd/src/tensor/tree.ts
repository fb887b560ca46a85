import { GraphError, formatValue } from "../errors.ts";
import { Tensor } from "./tensor.ts";

/** A Tensor, or arrays and plain objects of them, nested at will. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree };

/**
 * A tree of the same form with `fn` applied to every tensor, depth first.
 *
 * @throws GraphError if something in the tree is neither a Tensor nor an array nor a plain object
 * @internal
 */
export function mapTree(op: string, tree: unknown, fn: (tensor: Tensor) => Tensor): TensorTree {
  if (tree instanceof Tensor) return fn(tree);
  if (Array.isArray(tree)) return tree.map((branch) => mapTree(op, branch, fn));
  if (typeof tree === "object" && tree !== null && isPlain(tree)) {
    return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, mapTree(op, branch, fn)]));
  }
  throw new GraphError(
    `${op}: the function must return a tensor, or arrays and plain objects of tensors, got ${formatValue(tree)}`,
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
