import { GraphError } from "../errors.ts";
import { runtime } from "../runtime.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { arithmetic } from "./arithmetic.ts";
import { Capture, prune } from "./capture.ts";
import { Deferred } from "./deferred.ts";
import { defer, deliver, fitted } from "./deliver.ts";
import { fillRetained, hooked, runHooks } from "./hooks.ts";
import { accumulateGrad, keeper } from "./keep.ts";
import { nodeOf, type Node } from "./node.ts";
import { LEAF, type Context, type InputGrads, type OutputGrads } from "./op.ts";
import { reachable } from "./order.ts";

/** Settings of one walk. @internal */
export interface Walk {
  retainGraph: boolean;
  createGraph: boolean;
  updatedLeaves: boolean;
  /** Where to stop and look; null to accumulate into every leaf. */
  targets: readonly Tensor[] | null;
}

/** Takes complete gradients; null where nobody asks for them. */
type Totals = Context["totals"];

/** What another walk, inside which this one runs, had gathered at a node. */
type Displaced = { node: Node } & Pick<Node, "walk" | "pending" | "backlog">;

/**
 * Walks the tape from `roots` backwards, newest record first, and returns the gradient of each target (null where
 * the roots do not depend on it). Without targets, adds to `.grad` of the leaves instead.
 * @internal
 */
export function walkBack(roots: readonly Tensor[], seeds: readonly Tensor[], walk: Walk): (Tensor | null)[] {
  runtime.recorder?.refuse("computes gradients");
  const id = runtime.nextWalk++;
  const displaced: Displaced[] = [];
  const visited: Node[] = [];
  const gradEnabled = runtime.gradEnabled;
  try {
    const capture = walk.targets === null ? null : new Capture(walk.targets);
    const leads = (node: Node): boolean => capture === null || capture.leads(node);
    const order = reachable(roots.map(rootNode), id, leads, (node) => {
      if (node.walk !== 0)
        displaced.push({ node, walk: node.walk, pending: node.pending, backlog: node.backlog });
      node.pending = null;
      node.backlog = null;
      visited.push(node);
    });
    if (capture !== null) prune(order, id, capture);
    runtime.gradEnabled = walk.createGraph;
    const keep = keeper(seeds, walk.createGraph);
    for (let i = 0; i < roots.length; i++)
      deliver(rootNode(roots[i]), roots[i].output, seeds[i], id, walk.createGraph);
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i];
      if (node.walk !== id) continue;
      if (node.backlog !== null) deliver(node, 0, node.backlog.settle(), id, walk.createGraph);
      const grads = node.pending;
      if (grads === null) continue;
      node.pending = null;
      if (!node.admit(grads)) continue;
      runHooks(node, grads);
      if (capture === null) fillRetained(node, grads, keep);
      if (capture?.take(node, grads)) continue;
      if (node.leaf !== null) {
        if (capture === null) accumulateGrad(node.leaf, keep(grads[0] as Tensor));
      } else {
        step(node, grads, id, walk, totalsOf(node, capture, keep));
      }
    }
    return capture === null ? [] : capture.found;
  } finally {
    runtime.gradEnabled = gradEnabled;
    for (const node of visited) {
      node.walk = 0;
      node.pending = null;
      node.backlog = null;
      node.sum = null;
    }
    for (const { node, ...outer } of displaced) Object.assign(node, outer);
  }
}

/** What takes the complete gradients of a node's carried outputs, if they are wanted. */
function totalsOf(node: Node, capture: Capture | null, keep: (grad: Tensor) => Tensor): Totals {
  if (node.op.carried === undefined) return null;
  if (capture !== null) return capture.totals(node);
  const { retained } = node;
  if (retained === null) return null;
  return (output, total) => {
    const tensor = retained.get(output);
    if (tensor !== undefined) accumulateGrad(tensor, keep(total));
  };
}

/** Runs one rule and passes its gradients on. */
function step(node: Node, grads: OutputGrads, id: number, walk: Walk, totals: Totals): void {
  node.checkVersions(walk.updatedLeaves ? isUpdatedLeaf : null);
  const { op } = node;
  const composed =
    op.backward === undefined || ((walk.createGraph || node.diverts) && op.composed !== undefined);
  const inputGrads = composed
    ? composedGradients(node, grads, walk, totals)
    : op.backward!(totals === null ? node : observed(node, totals), grads, node.options);
  const { parents } = node;
  if (inputGrads.length !== parents.length) {
    throw new GraphError(
      `${op.name}: its backward returned ${inputGrads.length} gradients for ${parents.length} inputs`,
    );
  }
  for (let i = 0; i < parents.length; i++) {
    const parent = parents[i];
    const grad = inputGrads[i];
    if (parent === null || parent.walk !== id || grad === null || grad === undefined) continue;
    if (grad instanceof Deferred) defer(parent, grad, id);
    else deliver(parent, node.outputOf(i), fitted(node, i, grad), id, walk.createGraph);
  }
  if (!walk.retainGraph) node.free();
}

/** A node as a rule sees it that is to tell of complete gradients. */
function observed(node: Node, totals: Totals): Context {
  return Object.create(node, { totals: { value: totals } }) as Context;
}

/** Differentiates a fused operation through its definition in primitive ones. */
function composedGradients(node: Node, grads: OutputGrads, walk: Walk, totals: Totals): InputGrads {
  const inputs = node.inputs!.tensors;
  runtime.gradEnabled = true;
  // What this walk asks no gradient of may still be what the gradients are differentiated by next.
  const stops = inputs.map((input, i) => (node.needs(i) ? arithmetic.identity(input) : input));
  const result = node.op.composed!(stops, node.options);
  runtime.gradEnabled = walk.createGraph;
  const outputs = Array.isArray(result) ? result : [result];
  if (node.op.carried !== undefined) outputs.forEach((output, i) => divert(node, i, output));
  const carried = totals === null ? [] : outputs.map((_, i) => i).filter((i) => node.carries(i));
  const used = outputs.map((_, i) => i).filter((i) => grads[i] !== null && outputs[i].requiresGrad);
  const inner = stops.filter((stop, i) => stop !== inputs[i]);
  const found = walkBack(
    used.map((i) => outputs[i]),
    used.map((i) => grads[i] as Tensor),
    { ...walk, targets: [...inner, ...carried.map((i) => outputs[i])], retainGraph: true },
  );
  carried.forEach((output, i) => {
    const total = found[inner.length + i];
    if (total !== null) totals?.(output, total);
  });
  return stops.map((stop, i) => (stop === inputs[i] ? null : found[inner.indexOf(stop)]));
}

/** Lets happen within what is done to the gradient of a carried output. */
function divert(node: Node, output: number, tensor: Tensor): void {
  const inner = tensor.node as Node | null;
  if (inner === null || !node.carries(output)) return;
  if (node.cut?.has(output) === true) inner.sever(tensor.output);
  if (node.hooks?.has(output) === true) {
    const all = (inner.hooks ??= new Map());
    const hooks = all.get(tensor.output) ?? new Set<(grad: Tensor) => Tensor>();
    all.set(
      tensor.output,
      hooks.add((grad: Tensor) => hooked(node, output, grad)),
    );
  }
}

function rootNode(root: Tensor): Node {
  return nodeOf(root) as Node;
}

function isUpdatedLeaf(tensor: Tensor): boolean {
  return tensor.node === null && (tensor.leafNode as Node | null)?.op === LEAF;
}
