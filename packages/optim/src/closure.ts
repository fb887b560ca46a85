import { ArgumentError, enableGrad, formatShape, formatValue, isTensor, type Tensor } from "@rewind/autograd";

/** Computes the loss anew: clears the gradients, runs the model and backward, and returns the loss. */
export type Closure = () => Tensor;

/**
 * Calls a closure with gradients on.
 *
 * @throws ArgumentError if it is no function or does not return a loss
 */
export function evaluate(who: string, closure: unknown): Tensor {
  if (typeof closure !== "function") {
    throw new ArgumentError(
      `${who}: the closure must be a function that computes the loss and its gradients, got ${formatValue(closure)}`,
    );
  }
  const loss = enableGrad(closure as () => unknown);
  if (isTensor(loss) && loss.size === 1) return loss;
  const got = isTensor(loss) ? `a tensor ${formatShape(loss.shape)}` : formatValue(loss);
  throw new ArgumentError(`${who}: the closure must return the loss, a tensor of one number, got ${got}`);
}
