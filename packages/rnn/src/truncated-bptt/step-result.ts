import {
  ArgumentError,
  ShapeError,
  formatShape,
  formatValue,
  isList,
  isTensor,
  type Tensor,
} from "@rewind/autograd";
import type { StateTree } from "../state.ts";

/** Checks what step `t` returned. @internal */
export function checkStepResult<S extends StateTree>(
  result: readonly [Tensor, S],
  t: number,
): readonly [Tensor, S] {
  if (!isList(result) || result.length !== 2 || !isTensor(result[0])) {
    throw new ArgumentError(
      `truncatedBPTT: step must return [loss, state], but returned ${formatValue(result)} at step ${t}`,
    );
  }
  const [loss] = result;
  if (loss.size !== 1) {
    throw new ShapeError(
      `truncatedBPTT: the loss of step ${t} has shape ${formatShape(loss.shape)}; reduce it to one element with mean() or sum()`,
    );
  }
  return result;
}
