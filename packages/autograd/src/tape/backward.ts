import { GraphError, formatShape, formatValue } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { broadcastsTo } from "../tensor/broadcast.ts";
import { onesLike } from "../tensor/create.ts";
import { sameShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { arithmetic } from "./arithmetic.ts";
import { LEAF, nodeOf, type InputGrads, type Node, type OutputGrads } from "./node.ts";
import { reachable } from "./order.ts";

export interface BackwardOptions {
  /** Keep what the rules saved, for another walk. Default: as `createGraph`. */
  retainGraph?: boolean;
  /** Record the backward pass itself, so that gradients can be differentiated again. Default false. */
  createGraph?: boolean;
  /** Accumulate only into these tensors' `.grad` (leaves or not). Default: every leaf reached. */
  inputs?: readonly Tensor[];
  /**
   * Accept leaves that an optimizer has updated since they were used, and differentiate with their current
   * values and the recorded activations. Meant for truncated BPTT whose windows overlap (k1 < k2): Williams and
   * Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", 1990.
   * Default false: such a write makes backward throw.
   */
  updatedLeaves?: boolean;
}

/** Settings of one walk. @internal */
export interface Walk {
  retainGraph: boolean;
  createGraph: boolean;
  updatedLeaves: boolean;
  /** Where to stop and look; null to accumulate into every leaf. */
  targets: readonly Tensor[] | null;
}

/** Computes gradients of `loss` and adds them to the `.grad` of the leaves. See {@link Tensor.backward}. @internal */
export function backward(loss: Tensor, gradient: Tensor | undefined, options: BackwardOptions): void {
  const createGraph = options.createGraph ?? false;
  const walk: Walk = {
    createGraph,
    retainGraph: options.retainGraph ?? createGraph,
    updatedLeaves: options.updatedLeaves ?? false,
    targets: options.inputs ?? null,
  };
  const seed = seedOf("backward", loss, gradient);
  const found = walkBack([loss], [seed], walk);
  const keep = keeper([seed], createGraph);
  walk.targets?.forEach((target, i) => {
    const grad = found[i];
    if (grad !== null) accumulateGrad(target, keep(grad));
  });
}

/** The upstream gradient of an output: checked, or 1 for a tensor of one element. @internal */
export function seedOf(op: string, output: Tensor, gradient: Tensor | undefined): Tensor {
  if (!output.requiresGrad) {
    throw new GraphError(
      `${op}: the output has no history; set requiresGrad on an input before computing it, outside noGrad`,
    );
  }
  if (gradient === undefined) {
    if (output.size === 1) return onesLike(output);
    throw new GraphError(
      `${op}: the output has shape ${formatShape(output.shape)}, not one element; reduce it with sum() or mean(), or pass a gradient of that shape`,
    );
  }
  if (!(gradient instanceof Tensor))
    throw new GraphError(`${op}: gradient must be a Tensor, got ${formatValue(gradient)}`);
  checkGradient(gradient, output, () => `${op}: the given gradient`);
  return gradient;
}

/**
 * Walks the tape from `roots` backwards, newest record first, and returns the gradient of each target (null where
 * the roots do not depend on it). Without targets, adds to `.grad` of the leaves instead.
 * @internal
 */
export function walkBack(roots: readonly Tensor[], seeds: readonly Tensor[], walk: Walk): (Tensor | null)[] {
  const id = runtime.nextWalk++;
  const displaced: { node: Node; walk: number; pending: (Tensor | null)[] | null }[] = [];
  const visited: Node[] = [];
  const gradEnabled = runtime.gradEnabled;
  try {
    const order = reachable(roots.map(rootNode), id, (node) => {
      if (node.walk !== 0) displaced.push({ node, walk: node.walk, pending: node.pending });
      node.pending = null;
      visited.push(node);
    });
    const capture = walk.targets === null ? null : new Capture(walk.targets);
    if (capture !== null) prune(order, id, capture);
    runtime.gradEnabled = walk.createGraph;
    const keep = keeper(seeds, walk.createGraph);
    for (let i = 0; i < roots.length; i++)
      deliver(rootNode(roots[i]), roots[i].output, seeds[i], id, walk.createGraph);
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i];
      const grads = node.walk === id ? node.pending : null;
      if (grads === null) continue;
      node.pending = null;
      if (!node.admit(grads)) continue;
      finishGradients(node, grads, keep);
      if (capture?.take(node, grads)) continue;
      if (node.leaf !== null) {
        if (capture === null) accumulateGrad(node.leaf, keep(grads[0] as Tensor));
      } else {
        step(node, grads, id, walk);
      }
    }
    return capture === null ? [] : capture.found;
  } finally {
    runtime.gradEnabled = gradEnabled;
    for (const node of visited) {
      node.walk = 0;
      node.pending = null;
      node.sum = null;
    }
    for (const { node, walk: outer, pending } of displaced) {
      node.walk = outer;
      node.pending = pending;
    }
  }
}

/** Runs one rule and passes its gradients on. */
function step(node: Node, grads: OutputGrads, id: number, walk: Walk): void {
  node.checkVersions(walk.updatedLeaves ? isUpdatedLeaf : null);
  const { op } = node;
  const inputGrads =
    op.backward === undefined || (walk.createGraph && op.composed !== undefined)
      ? composedGradients(node, grads, walk)
      : op.backward(node, grads, node.options);
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
    deliver(parent, node.outputOf(i), fitted(node, i, grad), id, walk.createGraph);
  }
  if (!walk.retainGraph) node.free();
}

/** A gradient in its input's shape: unbroadcast if need be, refused if it cannot be. */
function fitted(node: Node, input: number, grad: Tensor): Tensor {
  const shape = node.inputShapes[input];
  if (runtime.anomaly) checkFinite(node, input, grad);
  if (sameShape(grad.shape, shape)) return grad;
  if (broadcastsTo(shape, grad.shape)) return arithmetic.sumTo(grad, shape);
  throw new GraphError(
    `${node.op.name}: its backward returned a gradient of shape ${formatShape(grad.shape)} for input ${input} of shape ${formatShape(shape)}`,
  );
}

/** Adds a gradient to what has gathered at a node. */
function deliver(node: Node, output: number, grad: Tensor, id: number, createGraph: boolean): void {
  if (node.walk !== id) return;
  if (grad.dtype !== node.dtype) {
    throw new GraphError(
      `${node.op.name}: received a ${grad.dtype} gradient for a ${node.dtype} output; convert it with to()`,
    );
  }
  const pending = (node.pending ??= new Array<Tensor | null>(node.shapes.length).fill(null));
  const prior = pending[output];
  if (prior === null) {
    pending[output] = grad;
  } else if (!createGraph && prior === node.sum) {
    const sum = prior.data;
    const more = grad.data;
    for (let i = 0; i < sum.length; i++) sum[i] += more[i];
  } else {
    // A fresh tensor, since `prior` may be held by other nodes; from here on this node alone owns it.
    pending[output] = node.sum = arithmetic.add(prior, grad);
  }
}

/** Hooks and retained gradients, once everything has arrived. */
function finishGradients(node: Node, grads: (Tensor | null)[], keep: (grad: Tensor) => Tensor): void {
  node.hooks?.forEach((hooks, output) => {
    for (const hook of hooks) {
      const grad = grads[output];
      if (grad === null) return;
      const replaced = hook(grad);
      if (replaced === undefined) continue;
      if (
        !(replaced instanceof Tensor) ||
        !sameShape(replaced.shape, grad.shape) ||
        replaced.dtype !== grad.dtype
      ) {
        throw new GraphError(
          `registerHook: a hook on ${node.label ?? node.op.name} must return nothing or a ${grad.dtype} tensor of shape ` +
            `${formatShape(grad.shape)}, got ${formatValue(replaced)}`,
        );
      }
      grads[output] = replaced;
    }
  });
  node.retained?.forEach((tensor, output) => {
    const grad = grads[output];
    if (grad !== null) accumulateGrad(tensor, keep(grad));
  });
}

/** Differentiates a fused operation through its definition in primitive ones. */
function composedGradients(node: Node, grads: OutputGrads, walk: Walk): InputGrads {
  const inputs = node.inputs!.tensors;
  runtime.gradEnabled = true;
  const stops = inputs.map((input, i) => (node.needs(i) ? arithmetic.identity(input) : input.detach()));
  const result = node.op.composed!(stops, node.options);
  runtime.gradEnabled = walk.createGraph;
  const outputs = Array.isArray(result) ? result : [result];
  const used = outputs.map((_, i) => i).filter((i) => grads[i] !== null && outputs[i].requiresGrad);
  const targets = stops.filter((stop) => stop.requiresGrad);
  const roots = used.map((i) => outputs[i]);
  const found = walkBack(
    roots,
    used.map((i) => grads[i] as Tensor),
    { ...walk, targets, retainGraph: true },
  );
  return stops.map((stop) => (stop.requiresGrad ? found[targets.indexOf(stop)] : null));
}

/** Drops from the walk every node from which no target can be reached. */
function prune(order: readonly Node[], id: number, capture: Capture): void {
  for (const node of order) {
    node.walk =
      capture.wants(node) || node.parents.some((parent) => parent !== null && parent.walk === id) ? id : 0;
  }
}

/** Collects the gradients of chosen tensors as the walk passes them. */
class Capture {
  readonly found: (Tensor | null)[];
  readonly #places = new Map<Node, { output: number; index: number }[]>();

  constructor(targets: readonly Tensor[]) {
    this.found = targets.map(() => null);
    targets.forEach((target, index) => {
      const node = nodeOf(target);
      if (node === null) return;
      const places = this.#places.get(node) ?? [];
      places.push({ output: target.output, index });
      this.#places.set(node, places);
    });
  }

  wants(node: Node): boolean {
    return this.#places.has(node);
  }

  /** Returns whether the walk ends here: nothing wanted lies behind. */
  take(node: Node, grads: OutputGrads): boolean {
    const places = this.#places.get(node);
    if (places === undefined) return false;
    for (const { output, index } of places) this.found[index] = grads[output];
    return !node.parents.some((parent) => parent !== null && parent.walk === node.walk);
  }
}

function rootNode(root: Tensor): Node {
  return nodeOf(root) as Node;
}

function accumulateGrad(tensor: Tensor, grad: Tensor): void {
  tensor.grad = tensor.grad === null ? grad : arithmetic.add(tensor.grad, grad);
}

/**
 * Makes gradients safe to hand to users, who clip them in place: a copy wherever the memory is also somebody
 * else's (another `.grad`, the seed, a window of a larger tensor).
 */
function keeper(seeds: readonly Tensor[], createGraph: boolean): (grad: Tensor) => Tensor {
  if (createGraph) return (grad) => grad;
  const held = new Set<ArrayBufferLike>(seeds.map((seed) => seed.data.buffer));
  return (grad) => {
    const { buffer } = grad.data;
    const shared = held.has(buffer) || grad.data.byteLength !== buffer.byteLength;
    const own = shared ? new Tensor(grad.data.slice(), grad.shape) : grad;
    held.add(own.data.buffer);
    return own;
  };
}

function isUpdatedLeaf(tensor: Tensor): boolean {
  return tensor.node === null && (tensor.leafNode as Node | null)?.op === LEAF;
}

function checkGradient(grad: Tensor, output: Tensor, who: () => string): void {
  if (!sameShape(grad.shape, output.shape) || grad.dtype !== output.dtype) {
    throw new GraphError(
      `${who()} is ${grad.dtype} ${formatShape(grad.shape)}, the output ${output.dtype} ${formatShape(output.shape)}; they must agree`,
    );
  }
}

function checkFinite(node: Node, input: number, grad: Tensor): void {
  if (!grad.data.some(Number.isNaN)) return;
  throw new GraphError(
    `detectAnomaly: backward of ${node.op.name} returned NaN for input ${input}` +
      (node.trace ? `; recorded at\n${node.trace}` : ""),
  );
}
