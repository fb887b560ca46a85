import { isTensor, reshape, squeeze, unsqueeze, type Tensor } from "@rewind/autograd";
import type { Cell } from "./cell.ts";
import { mapState, type StateTree } from "./state.ts";
import type { UnrollResult } from "./unroll.ts";

/** Whether `x` is one example without a batch axis, `[inputSize]`. @internal */
export function isOne(x: unknown, inputSize: number): boolean {
  return isTensor(x) && x.ndim === 1 && x.shape[0] === inputSize;
}

/** The state of a batch of one as that of one example. @internal */
export function withoutBatch<S extends StateTree>(state: S): S {
  return mapState(state, first);
}

/** A step of one example, whose state has no batch axis either: one of a batch of one. @internal */
export function stepOne<S extends StateTree>(cell: Cell<S>, x: Tensor, state: S): [output: Tensor, state: S] {
  const [output, next] = cell.step(
    unsqueeze(x, 0),
    mapState(state, (tensor) => unsqueeze(tensor, 0)),
  );
  return [first(output), withoutBatch(next)];
}

/** What a layer of cells makes of one sequence `[T, I]`, whose state has no batch axis either: as of a batch of one. @internal */
export function runOne<S extends StateTree>(
  xs: Tensor,
  options: { readonly state?: S },
  run: (xs: Tensor, options: { readonly state?: S }) => UnrollResult<S>,
): UnrollResult<S> {
  const { state: start, ...others } = options;
  const started =
    start === undefined ? others : { ...others, state: mapState(start, (tensor) => unsqueeze(tensor, 0)) };
  const { outputs, state, states } = run(unsqueeze(xs, 1), started);
  const own = { outputs: squeeze(outputs, 1), state: withoutBatch(state) };
  // The states stay the tensors on the tape, in a batch of one: a view of one would not see the gradient that passes it.
  return states === undefined ? own : { ...own, states };
}

function first(tensor: Tensor): Tensor {
  return reshape(tensor, tensor.shape.slice(1));
}
