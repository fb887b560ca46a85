import { ArgumentError, GraphError, formatShape } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { checkFunction } from "../tensor/options.ts";
import { sameShape, type Shape } from "../tensor/shape.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { mapTree, type TensorTree } from "../tensor/tree.ts";
import { arithmetic } from "./arithmetic.ts";
import { Dependencies } from "./dependencies.ts";
import { enableGrad, noGrad, refusePromise } from "./grad-mode.ts";
import { Node, nodeOf } from "./node.ts";
import type { Op } from "./op.ts";
import { Saved } from "./saved.ts";
import { walkBack } from "./walk.ts";

/** A function to run again in the backward pass, and what it depended on the first time. */
interface Plan {
  readonly run: () => Tensor[];
  readonly dependencies: Dependencies;
  readonly shapes: readonly Shape[];
}

const op: Op<{ plan: Plan | null }> = {
  name: "checkpoint",
  // The outputs are there before their record: what the function depends on is known only after it has run.
  forward: () => [],
  backward(context, grads, held) {
    const plan = held.plan as Plan;
    const stops = plan.dependencies.tensors.map((tensor) => {
      const leaf = tensor.detach();
      leaf.requiresGrad = true;
      return leaf;
    });
    return plan.dependencies.rewound(() => {
      const outputs = recompute(plan, stops);
      const used = outputs.map((_, i) => i).filter((i) => grads[i] !== null && outputs[i].requiresGrad);
      const found = walkBack(
        used.map((i) => outputs[i]),
        used.map((i) => grads[i] as Tensor),
        { targets: stops, createGraph: false, retainGraph: false, updatedLeaves: false },
      );
      return context.inputShapes.map((_, i) => found[i] ?? null);
    });
  },
  composed: (stops, { plan }) => (plan as Plan).dependencies.rewound(() => recompute(plan as Plan, stops)),
};

/**
 * Runs `fn` now without recording what happens inside it, and again in the backward pass, this time recorded: instead of
 * every intermediate result of `fn` only its inputs are kept meanwhile. Backpropagation through T steps, each run of k steps
 * checkpointed, holds T/k states and the insides of one run, for one more forward pass of computation (Chen, Xu, Zhang,
 * Guestrin, Training deep nets with sublinear memory cost, arXiv:1604.06174).
 *
 * Gradients are those of `fn` itself, at every order, for its inputs and for whatever else it uses, such as the parameters
 * of a layer. Random numbers are drawn from the same generator states both times, and what `fn` writes in place with `mutate`,
 * such as running statistics, is written once. Other effects of `fn` happen twice. Checkpoints may be nested.
 *
 * @param fn returns a tensor, or arrays and plain objects of them
 * @param inputs passed to `fn`, tensors or not
 * @example
 * const [output, state] = checkpoint((x, h) => cell.step(x, h), x, h);
 * @throws ArgumentError if `fn` is not a function, or its outputs are of different dtypes
 * @throws GraphError if `fn` returns something else than tensors, and in the backward pass if it then returns others
 */
export function checkpoint<Inputs extends readonly unknown[], Output extends TensorTree>(
  fn: (...inputs: Inputs) => Output,
  ...inputs: Inputs
): Output {
  checkFunction("checkpoint", "the first argument", fn);
  if (!runtime.gradEnabled) return refusePromise("checkpoint", fn(...inputs));
  runtime.recorder?.refuse("recomputes in the backward pass (checkpoint)");
  let form: TensorTree = [];
  // A fresh record for each output: one that is an input, passed through, then depends on it like any other.
  const run = (): Tensor[] => {
    const outputs: Tensor[] = [];
    form = mapTree("checkpoint", refusePromise("checkpoint", fn(...inputs)), (tensor) => {
      outputs.push(arithmetic.identity(tensor));
      return tensor;
    });
    return outputs;
  };
  const dependencies = new Dependencies();
  const outputs = noGrad(() => dependencies.watch(run));
  if (dependencies.tensors.length > 0 && outputs.length > 0) {
    // Data among the inputs has no gradient, but a write to it before the backward pass must be noticed.
    const data = inputs.filter((input) => isTensor(input) && !input.requiresGrad) as Tensor[];
    record({ run, dependencies, shapes: outputs.map(({ shape }) => shape) }, data, outputs);
  }
  let i = 0;
  return mapTree("checkpoint", form, () => outputs[i++]) as Output;
}

/** Puts outputs on the tape as one record. */
function record(plan: Plan, data: readonly Tensor[], outputs: readonly Tensor[]): void {
  const [{ dtype }] = outputs;
  const other = outputs.find((output) => output.dtype !== dtype);
  if (other !== undefined) {
    throw new ArgumentError(
      `checkpoint: outputs must be of one dtype, got ${dtype} and ${other.dtype}; convert one with to()`,
    );
  }
  const inputs = [...plan.dependencies.tensors, ...data];
  const held: { plan: Plan | null } = { plan };
  const node = new Node(op as Op, held, inputs);
  node.whenFreed(() => (held.plan = null));
  node.inputs = new Saved(inputs);
  node.shapes = plan.shapes;
  node.dtype = dtype;
  outputs.forEach((output, i) => {
    output.node = node;
    output.output = i;
  });
  runtime.watcher?.see(inputs, outputs);
}

/** The function's outputs again, recorded from `stops`, which stand in for what it depended on. */
function recompute({ run, dependencies, shapes }: Plan, stops: readonly Tensor[]): Tensor[] {
  const outputs = dependencies.restored(() => enableGrad(() => standIn(dependencies.tensors, stops, run)));
  const changed =
    outputs.length !== shapes.length || outputs.some(({ shape }, i) => !sameShape(shape, shapes[i]));
  if (changed) {
    const listed = (list: readonly Shape[]): string => list.map(formatShape).join(" ");
    throw new GraphError(
      `checkpoint: the function first returned ${listed(shapes)}, but ${listed(outputs.map(({ shape }) => shape))} when run ` +
        `again in the backward pass; it must do the same both times`,
    );
  }
  return outputs;
}

/** Runs `fn` while tensors lie elsewhere on the tape: at their stand-ins, so that walks end there. */
function standIn<T>(tensors: readonly Tensor[], stops: readonly Tensor[], fn: () => T): T {
  const own = tensors.map(({ node, output }) => ({ node, output }));
  tensors.forEach((tensor, i) => {
    tensor.node = nodeOf(stops[i]);
    tensor.output = stops[i].output;
  });
  try {
    return fn();
  } finally {
    tensors.forEach((tensor, i) => Object.assign(tensor, own[i]));
  }
}
