import {
  DtypeError,
  ShapeError,
  formatShape,
  formatValue,
  isTensor,
  reshape,
  transpose,
  type Tensor,
} from "@rewind/autograd";
import { mapState, stateMismatch, type StateTree } from "./state.ts";

/** A layer's input as `[T, B, I]`, and how to lead results back to the axes the caller uses. @internal */
export interface Arrangement {
  readonly sequence: Tensor;
  readonly steps: number;
  readonly batch: number;
  /** Whether the input was one sequence without a batch axis. */
  readonly single: boolean;
  readonly batchFirst: boolean;
  /** A stacked state `[L * D, B, …]` as the caller knows it. */
  restoreState(tensor: Tensor): Tensor;
}

/** @internal */
export function arrangeInput(name: string, xs: unknown, inputSize: number, batchFirst: boolean): Arrangement {
  if (!isTensor(xs)) throw new DtypeError(`${name}: the input must be a Tensor, got ${formatValue(xs)}`);
  const layout = batchFirst ? "[B, T, I]" : "[T, B, I]";
  if ((xs.ndim !== 3 && xs.ndim !== 2) || xs.shape[xs.ndim - 1] !== inputSize) {
    throw new ShapeError(
      `${name}: input ${formatShape(xs.shape)} must be ${layout} or a single sequence [T, I], with I = inputSize = ${inputSize}`,
    );
  }
  const single = xs.ndim === 2;
  const sequence = single ? reshape(xs, [xs.shape[0], 1, inputSize]) : batchFirst ? transpose(xs, 0, 1) : xs;
  return {
    sequence,
    steps: sequence.shape[0],
    batch: sequence.shape[1],
    single,
    batchFirst,
    restoreState: (tensor) => (single ? reshape(tensor, withoutBatch(tensor.shape)) : tensor),
  };
}

/** Outputs `[T, B, P]` in the caller's axes. @internal */
export function restoreOutputs(outputs: Tensor, { single, batchFirst }: Arrangement): Tensor {
  if (single) return reshape(outputs, withoutBatch(outputs.shape));
  return batchFirst ? transpose(outputs, 0, 1) : outputs;
}

/** The caller's state as `[L * D, B, …]`, checked against one of zeros. @internal */
export function arrangeState<S extends StateTree>(
  name: string,
  state: S,
  zero: S,
  { single, batch }: Arrangement,
): S {
  const wanted = single ? mapState(zero, (tensor) => reshape(tensor, withoutBatch(tensor.shape))) : zero;
  const problem = stateMismatch(name, state, wanted);
  if (problem !== null) {
    throw new ShapeError(
      `${name}: the state ${problem} (layers * directions${single ? "" : `, batch ${batch}`}, size); ` +
        `states keep this layout whatever batchFirst says`,
    );
  }
  return single
    ? mapState(state, (tensor) => reshape(tensor, [tensor.shape[0], 1, ...tensor.shape.slice(1)]))
    : state;
}

/** `[A, 1, C]` becomes `[A, C]`. */
function withoutBatch(shape: readonly number[]): number[] {
  return [shape[0], ...shape.slice(2)];
}
