import { runtime } from "../runtime.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";
import type { Backlog } from "./deferred.ts";
import { LEAF, type Context, type Op } from "./op.ts";
import { Saved } from "./saved.ts";

/** So many fit a small integer in every engine. */
const LEAF_BITS = 30;

/**
 * One recorded operation. Points to its parents only, so dropping the loss frees the graph; holds no data but
 * what the rule saved.
 */
export class Node implements Context {
  /** Creation number: parents always have smaller ones, which is the whole of the tape's order. */
  readonly id: number;
  /**
   * Which leaves lie behind, a few of them to a bit: a record that lacks one of a target's bits cannot lead there, and a
   * walk to chosen targets need not look at what is behind it.
   */
  readonly leaves: number;
  readonly op: Op;
  readonly options: unknown;
  /** Nodes of the inputs; null for inputs that want no gradient. Emptied when freed or severed. */
  parents: readonly (Node | null)[];
  /** Which output of its parent each input was; null when all are output 0. */
  private parentOutputs: readonly number[] | null = null;
  /** Shapes of the inputs, against which the engine checks gradients. */
  readonly inputShapes: readonly Shape[];
  /** Shapes of the outputs. */
  shapes: readonly Shape[] = [];
  dtype: Dtype = "float32";
  /** For leaves: the tensor whose `.grad` this is. */
  leaf: Tensor | null = null;
  /** What `forward` saved. */
  private kept: Saved | null = null;
  /** For operations with a composed definition: all inputs. */
  inputs: Saved | null = null;
  /** Functions that see and may replace a finished gradient, by output. */
  hooks: Map<number, Set<(grad: Tensor) => Tensor | void>> | null = null;
  /** Tensors that asked to keep their gradient, by output. */
  retained: Map<number, Tensor> | null = null;
  /** Outputs cut off by `detach_()` while others live on. */
  cut: Set<number> | null = null;
  /** Call site, under `detectAnomaly`. */
  trace: string | null = null;
  /** The user's name for output 0. */
  label: string | null = null;
  /** What `forward` asked to be called when this lets go of what it saved. */
  private onFreed: (() => void) | null = null;
  freed = false;
  severed = false;
  /** The backward walk that visits this node now, and the gradients it has gathered here, by output. */
  walk = 0;
  pending: (Tensor | null)[] | null = null;
  /** Gradients that wait to be computed together. */
  backlog: Backlog | null = null;
  /** A pending gradient that is this node's own sum, to be added to in place. */
  sum: Tensor | null = null;

  constructor(op: Op, options: unknown, inputs: readonly Tensor[]) {
    this.op = op;
    this.options = options;
    const count = inputs.length;
    const parents = new Array<Node | null>(count);
    const shapes = new Array<Shape>(count);
    let outputs: number[] | null = null;
    let leaves = 0;
    for (let i = 0; i < count; i++) {
      const input = inputs[i];
      const parent = (parents[i] = nodeOf(input));
      if (parent !== null) leaves |= parent.leaves;
      shapes[i] = input.shape;
      if (input.output !== 0) (outputs ??= new Array<number>(count).fill(0))[i] = input.output;
    }
    this.parents = parents;
    this.parentOutputs = outputs;
    this.inputShapes = shapes;
    // After the parents: asking a leaf for its node may have just created it.
    this.id = runtime.nextNode++;
    this.leaves = op === LEAF ? 1 << (this.id % LEAF_BITS) : leaves;
    if (runtime.anomaly) this.trace = callSite();
  }

  save(...tensors: Tensor[]): void {
    this.kept = new Saved(tensors);
  }

  get saved(): readonly Tensor[] {
    return this.kept === null ? [] : this.kept.tensors;
  }

  needs(input: number): boolean {
    const parent = this.parents[input];
    return parent !== null && (this.walk === 0 || parent.walk === this.walk);
  }

  defers(input: number): boolean {
    const parent = this.parents[input];
    return parent !== null && parent.shapes.length === 1 && !runtime.gradEnabled && !runtime.anomaly;
  }

  /** Nobody asks: a walk that does lets the rule see another context. */
  get totals(): null {
    return null;
  }

  whenFreed(release: () => void): void {
    this.onFreed = release;
  }

  /** Which output of its parent input `i` was. */
  outputOf(input: number): number {
    return this.parentOutputs === null ? 0 : this.parentOutputs[input];
  }

  /** Throws if something saved has been written in place since, unless `allow` accepts it. */
  checkVersions(allow: ((tensor: Tensor) => boolean) | null): void {
    this.kept?.check(this.op.name, allow);
    this.inputs?.check(this.op.name, allow);
  }

  /** Drops what arrived at severed outputs; returns whether anything is left to pass on. */
  admit(grads: (Tensor | null)[]): boolean {
    if (this.severed) return false;
    if (this.cut === null) return true;
    for (const output of this.cut) grads[output] = null;
    return grads.some((grad) => grad !== null);
  }

  /** Whether an output is read further on within the operation, see {@link Op.carried}. */
  carries(output: number): boolean {
    return this.op.carried?.(output, this.options) === true;
  }

  /** Whether the gradient of a carried output is changed on its way, by a hook or a cut: of which no rule knows. */
  get diverts(): boolean {
    if (this.op.carried === undefined) return false;
    return [...(this.hooks?.keys() ?? []), ...(this.cut ?? [])].some((output) => this.carries(output));
  }

  /** Lets go of saved data and of the graph behind. */
  free(): void {
    this.freed = true;
    this.release();
  }

  /** Cuts the graph at one output: consumers recorded earlier stop here too. */
  sever(output: number): void {
    if (this.shapes.length > 1) {
      this.cut = (this.cut ?? new Set<number>()).add(output);
      if (this.cut.size < this.shapes.length) return;
    }
    this.severed = true;
    this.release();
  }

  private release(): void {
    this.parents = [];
    this.parentOutputs = null;
    this.kept = null;
    this.inputs = null;
    this.onFreed?.();
    this.onFreed = null;
  }
}

/** The node where a tensor's gradient arrives: its record, a leaf's collecting node, or null if it wants none. */
export function nodeOf(tensor: Tensor): Node | null {
  if (tensor.node !== null) return tensor.node as Node;
  if (!tensor.requiresGrad) return null;
  return (tensor.leafNode as Node | null) ?? leafNode(tensor);
}

function leafNode(tensor: Tensor): Node {
  const node = new Node(LEAF, undefined, []);
  node.leaf = tensor;
  node.shapes = [tensor.shape];
  node.dtype = tensor.dtype;
  tensor.leafNode = node;
  return node;
}

function callSite(): string {
  const lines = (new Error("call site").stack ?? "").split("\n").slice(1);
  return lines.filter((line) => !/tape[\\/]node|define-op/.test(line)).join("\n");
}
