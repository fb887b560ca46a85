import {
  ArgumentError,
  GraphError,
  ShapeError,
  formatShape,
  formatValue,
  gradients,
  isList,
  isTensor,
  refuseExtra,
  type Tensor,
} from "@rewind/autograd";
import { norm } from "./norm.ts";

/**
 * How much each prediction depends on the input of each step: `‖∂y_t/∂x_s‖`, the norm over batch and features. One backward
 * walk per prediction; no `.grad` is touched and the graph stays usable.
 *
 * @param predictions tensors of one element, such as the logit of the character that came next
 * @param inputs `[T, …]`, requiring a gradient when the predictions were computed
 * @returns a row of T norms for each prediction: what {@link connectivity} draws
 * @example
 * const xs = randn([4, 1, 3]).to("float64");
 * xs.requiresGrad = true;
 * const totals = xs.cumsum({ axis: 0 });
 * inputInfluence([totals.select(0, 1).sum(), totals.select(0, 3).sum()], xs);
 * @throws ArgumentError if there are no predictions, or the inputs require no gradient
 * @throws ShapeError if a prediction has more than one element, or the inputs have no axis of time
 */
export function inputInfluence(predictions: readonly Tensor[], inputs: Tensor): Float64Array[] {
  if (arguments.length > 2) refuseExtra("inputInfluence", arguments, 2);
  if (!isList(predictions) || predictions.length === 0 || ![...predictions].every(isTensor))
    throw new ArgumentError(
      `inputInfluence: predictions must be tensors in an array, got ${formatValue(predictions)}`,
    );
  if (!isTensor(inputs) || !inputs.requiresGrad)
    throw new ArgumentError(
      `inputInfluence: inputs must be a Tensor with requiresGrad set before the predictions were computed, got ${formatValue(inputs)}`,
    );
  if (inputs.ndim === 0 || inputs.size === 0)
    throw new ShapeError(
      `inputInfluence: inputs ${formatShape(inputs.shape)} must be [T, …] with at least one step`,
    );
  return (predictions as readonly Tensor[]).map((prediction, i) => {
    if (!prediction.requiresGrad)
      throw new GraphError(
        `inputInfluence: prediction ${i} has no history; compute it from inputs, outside noGrad`,
      );
    if (prediction.size !== 1)
      throw new ShapeError(
        `inputInfluence: prediction ${i} has shape ${formatShape(prediction.shape)}; choose one element of it`,
      );
    const [gradient] = gradients(prediction, [inputs], { retainGraph: true });
    const each = gradient.size / inputs.shape[0];
    return Float64Array.from({ length: inputs.shape[0] }, (_, t) =>
      norm(gradient.data, t * each, (t + 1) * each),
    );
  });
}
