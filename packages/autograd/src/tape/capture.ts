import type { Tensor } from "../tensor/tensor.ts";
import { nodeOf, type Node } from "./node.ts";
import type { OutputGrads } from "./op.ts";

/** Collects the gradients of chosen tensors as the walk passes them. */
export class Capture {
  readonly found: (Tensor | null)[];
  readonly #places = new Map<Node, { output: number; index: number }[]>();
  /** Of all targets behind which the same leaves lie, the oldest. */
  readonly #oldest: Node[] = [];

  constructor(targets: readonly Tensor[]) {
    this.found = targets.map(() => null);
    targets.forEach((target, index) => {
      const node = nodeOf(target);
      if (node === null) return;
      const like = this.#oldest.findIndex(({ leaves }) => leaves === node.leaves);
      if (like < 0) this.#oldest.push(node);
      else if (node.id < this.#oldest[like].id) this.#oldest[like] = node;
      const places = this.#places.get(node) ?? [];
      places.push({ output: target.output, index });
      this.#places.set(node, places);
    });
  }

  wants(node: Node): boolean {
    return this.#places.has(node);
  }

  /**
   * Whether a node may lead to a target: it is no older, and all leaves behind the target lie behind it too. A loop that
   * asks for gradients at every turn would otherwise look at its whole past each time.
   */
  leads({ id, leaves }: Node): boolean {
    const oldest = this.#oldest;
    for (let i = 0; i < oldest.length; i++)
      if (id >= oldest[i].id && (leaves & oldest[i].leaves) === oldest[i].leaves) return true;
    return false;
  }

  /** What takes the complete gradients of a node's carried outputs; null if none is wanted. */
  totals(node: Node): ((output: number, total: Tensor) => void) | null {
    const wanted = new Map<number, number[]>();
    for (const { output, index } of this.#places.get(node) ?? []) {
      if (!node.carries(output)) continue;
      const indices = wanted.get(output);
      if (indices === undefined) wanted.set(output, [index]);
      else indices.push(index);
    }
    if (wanted.size === 0) return null;
    return (output, total) => wanted.get(output)?.forEach((index) => (this.found[index] = total));
  }

  /** Returns whether the walk ends here: nothing wanted lies behind. */
  take(node: Node, grads: OutputGrads): boolean {
    const places = this.#places.get(node);
    if (places === undefined) return false;
    let carried = false;
    for (const { output, index } of places) {
      if (node.carries(output)) carried = true;
      else this.found[index] = grads[output];
    }
    return !carried && !node.parents.some((parent) => parent !== null && parent.walk === node.walk);
  }
}

/** Drops from the walk every node from which no target can be reached. */
export function prune(order: readonly Node[], id: number, capture: Capture): void {
  for (const node of order) {
    node.walk =
      capture.wants(node) || node.parents.some((parent) => parent !== null && parent.walk === id) ? id : 0;
  }
}
