import { GraphError } from "../errors.ts";
import type { Node } from "./node.ts";

/**
 * The nodes reachable from `roots`, oldest first, each marked with `walk`. A stack, not recursion: graphs are
 * as deep as sequences are long.
 *
 * @param leads whether a node may lead to where the walk is going; what lies behind others is not looked at
 * @param visit called before a node is marked
 * @throws GraphError if part of the graph has been freed by an earlier backward
 */
export function reachable(
  roots: readonly Node[],
  walk: number,
  leads: (node: Node) => boolean,
  visit: (node: Node) => void,
): Node[] {
  const order: Node[] = [];
  const stack: Node[] = [];
  const push = (node: Node): void => {
    if (node.walk === walk || !leads(node)) return;
    if (node.freed && !node.severed) throw freedError(node);
    visit(node);
    node.walk = walk;
    stack.push(node);
  };
  for (const root of roots) push(root);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    order.push(node);
    const parents = node.parents;
    for (let i = 0; i < parents.length; i++) {
      const parent = parents[i];
      if (parent !== null && parent.walk !== walk) push(parent);
    }
  }
  return order.sort((a, b) => a.id - b.id);
}

function freedError(node: Node): GraphError {
  return new GraphError(
    `backward: the graph behind ${node.label ? `"${node.label}" (${node.op.name})` : node.op.name} was already used and freed. ` +
      `Is a recurrent state from an earlier window still attached? Then call detachState(state) between windows. ` +
      `To walk one graph twice on purpose, pass { retainGraph: true } to the first backward`,
  );
}
