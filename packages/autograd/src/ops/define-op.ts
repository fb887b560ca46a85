import { runtime } from "../runtime.ts";
import { renamed } from "../tensor/allocate.ts";
import { checkData, type Tensor } from "../tensor/tensor.ts";
import { Node } from "../tape/node.ts";
import type { Context, Op } from "../tape/op.ts";
import { Saved } from "../tape/saved.ts";

/** Stands in for a node where nothing is recorded. */
const UNRECORDED: Context = {
  save: () => {},
  saved: [],
  inputShapes: [],
  needs: () => false,
  defers: () => false,
  totals: null,
  whenFreed: () => {},
};

/** Performs an operation of one output: computes it and, if a gradient may be wanted, records it. @internal */
export function apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor {
  if (!isRecorded(inputs)) return unrecorded(op, inputs, options) as Tensor;
  const node = new Node(op, options, inputs);
  const output = forward(op, node, inputs, options) as Tensor;
  if (op.composed !== undefined) node.inputs = new Saved(inputs);
  node.shapes = [output.shape];
  node.dtype = output.dtype;
  output.node = node;
  return output;
}

/** Performs an operation that gradients never pass: masks and the like. Programs repeat it as they do others. @internal */
export function applyConstant<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor {
  const before = runtime.gradEnabled;
  runtime.gradEnabled = false;
  try {
    return unrecorded(op, inputs, options) as Tensor;
  } finally {
    runtime.gradEnabled = before;
  }
}

/** Performs an operation of several outputs on one record. @internal */
export function applyMany<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor[] {
  if (!isRecorded(inputs)) return unrecorded(op, inputs, options) as Tensor[];
  const node = new Node(op, options, inputs);
  const outputs = forward(op, node, inputs, options) as Tensor[];
  if (op.composed !== undefined) node.inputs = new Saved(inputs);
  node.shapes = outputs.map((output) => output.shape);
  if (outputs.length > 0) node.dtype = outputs[0].dtype;
  outputs.forEach((output, i) => {
    output.node = node;
    output.output = i;
  });
  return outputs;
}

/** {@link apply} for inputs that did not come as operands of an operation, whose data may be gone. @internal */
export function applyChecked<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor {
  for (let i = 0; i < inputs.length; i++) checkData(op.name, inputs[i]);
  return apply(op, inputs, options);
}

/** {@link applyMany}, likewise. @internal */
export function applyManyChecked<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor[] {
  for (let i = 0; i < inputs.length; i++) checkData(op.name, inputs[i]);
  return applyMany(op, inputs, options);
}

function isRecorded(inputs: readonly Tensor[]): boolean {
  if (!runtime.gradEnabled) return false;
  for (let i = 0; i < inputs.length; i++) if (inputs[i].requiresGrad) return true;
  return false;
}

function unrecorded<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor | Tensor[] {
  return forward(op, UNRECORDED, inputs, options);
}

function forward<O>(op: Op<O>, context: Context, inputs: readonly Tensor[], options: O): Tensor | Tensor[] {
  const before = runtime.gradEnabled;
  const recorder = runtime.recorder === null || runtime.recorder.inside ? null : runtime.recorder;
  runtime.gradEnabled = false;
  if (recorder !== null) recorder.inside = true;
  try {
    const result = op.forward(context, inputs, options);
    recorder?.record({
      op: op as Op,
      inputs,
      options,
      outputs: Array.isArray(result) ? result : [result],
      many: Array.isArray(result),
      gradEnabled: before,
    });
    runtime.watcher?.see(inputs, !before ? [] : Array.isArray(result) ? result : [result]);
    return result;
  } catch (error) {
    throw renamed(op.name, error);
  } finally {
    runtime.gradEnabled = before;
    if (recorder !== null) recorder.inside = false;
  }
}
