import { refuseExtra } from "../tensor/arguments.ts";
import { isList, readable } from "../tensor/shape.ts";
import { ArgumentError, GraphError, formatValue } from "../errors.ts";
import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { isTensor } from "../tensor/tensor.ts";
import type { Node } from "../tape/node.ts";
import type { Context, Op } from "../tape/op.ts";
import { applyManyChecked } from "./define-op.ts";
import { clone } from "./identity.ts";

/** A user's own operation, in the shape of PyTorch's `autograd.Function`. */
export interface OpDefinition<Inputs extends readonly Tensor[], Output extends Tensor | readonly Tensor[]> {
  /** Shown on the tape and in error messages. */
  name: string;
  /**
   * Computes the output, or an array of outputs, from the inputs. Runs without recording. Tensors the backward rule
   * needs, inputs or outputs, are kept with one call of `context.save(...)`.
   */
  forward(context: Context, ...inputs: Inputs): Output;
  /**
   * The vector-Jacobian product. Receives the upstream gradient of each output (zeros where the loss does not depend
   * on it) and returns one gradient per input: a tensor for a single input, else an array; null means none.
   * Written with operations, it can itself be differentiated.
   */
  backward(context: Context, ...grads: Tensor[]): Tensor | null | readonly (Tensor | null)[];
}

/**
 * Makes a differentiable operation out of a forward computation and its gradient rule.
 *
 * @example
 * const cube = defineOp({
 *   name: "cube",
 *   forward(context, x: Tensor) {
 *     context.save(x);
 *     return new Tensor(x.data.map((v) => v ** 3), x.shape);
 *   },
 *   backward(context, grad) {
 *     const [x] = context.saved;
 *     return grad.mul(x.square()).mul(3);
 *   },
 * });
 * const y = cube(tensor([1, 2], { requiresGrad: true }));
 * @throws ArgumentError if it has no name, `forward` or `backward`
 * @throws GraphError if `forward` returns something other than tensors, or `backward` the wrong number of gradients
 */
export function defineOp<Inputs extends readonly Tensor[], Output extends Tensor | readonly Tensor[]>(
  definition: OpDefinition<Inputs, Output>,
): (...inputs: Inputs) => Output {
  if (arguments.length > 1) refuseExtra("defineOp", arguments, 1);
  const name = checkDefinition(definition);
  let many = false;
  const op: Op = {
    name,
    forward(context, inputs) {
      const result: unknown = definition.forward(context, ...(inputs as unknown as Inputs));
      many = isList(result);
      return (many ? (result as unknown[]) : [result]).map((output) => freshOutput(name, output));
    },
    backward(context, grads) {
      const node = context as Node;
      const upstream = grads.map((grad, i) => grad ?? empty(node.shapes[i], node.dtype));
      const result = definition.backward(context, ...upstream);
      const list = (isList(result) ? result : [result]) as unknown[];
      return list.map((grad, i) => ownGradient(name, i, grad, context));
    },
  };
  return (...inputs) => {
    inputs.forEach((input, i) => {
      if (!isTensor(input))
        throw new GraphError(`${name}: input ${i} must be a Tensor, got ${formatValue(input)}`);
    });
    const outputs = applyManyChecked(op, inputs, undefined);
    return (many ? outputs : outputs[0]) as Output;
  };
}

/** The operation's name, if it has all its parts. */
function checkDefinition(definition: unknown): string {
  if (typeof readable(definition) !== "object" || definition === null)
    throw new ArgumentError(`defineOp: expected { name, forward, backward }, got ${formatValue(definition)}`);
  const parts = definition as Partial<OpDefinition<readonly Tensor[], Tensor>>;
  const { name } = parts;
  if (typeof name !== "string" || name === "")
    throw new ArgumentError(`defineOp: the name must be a text, got ${formatValue(name)}`);
  for (const part of ["forward", "backward"] as const) {
    if (typeof parts[part] !== "function")
      throw new ArgumentError(
        `defineOp: ${formatValue(name)} needs a function "${part}", got ${formatValue(parts[part])}`,
      );
  }
  return name;
}

/** The output as a tensor without history that nobody else holds as an object. */
function freshOutput(name: string, output: unknown): Tensor {
  if (isTensor(output)) return output.detach();
  throw new GraphError(
    `${name}: forward must return a Tensor or an array of Tensors, got ${formatValue(output)}`,
  );
}

/** A gradient that may be kept: saved data itself would be clipped in place along with it. */
function ownGradient(name: string, input: number, grad: unknown, context: Context): Tensor | null {
  if (grad === null || grad === undefined) return null;
  if (!isTensor(grad)) {
    throw new GraphError(
      `${name}: backward must return a Tensor or null for input ${input}, got ${formatValue(grad)}`,
    );
  }
  return context.saved.some((saved) => saved.data === grad.data) ? clone(grad) : grad;
}
