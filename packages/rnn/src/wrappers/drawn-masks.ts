import type { Tensor, TypedArray } from "@rewind/autograd";
import { flattenState, zipStates, type StateTree } from "../state.ts";

/** Of the data of a mask, that of the state it was drawn with. */
const drawnWith = new WeakMap<TypedArray, TypedArray>();

/** Notes that a mask was drawn for a sequence that starts from a state. @internal */
export function markDrawn(mask: Tensor, state: StateTree): Tensor {
  const [first] = flattenState(state);
  if (first !== undefined) drawnWith.set(mask.data, first.tensor.data);
  return mask;
}

/**
 * A start with the masks that were drawn for this sequence in the places of those of an earlier one: a state carried on has
 * other values than the state its masks were drawn with.
 *
 * @param drawn what `initialState` gave just now
 * @internal
 */
export function withDrawnMasks<S extends StateTree>(start: S, drawn: S): S {
  if (start === drawn || !flattenState(drawn).some(({ tensor }) => drawnWith.has(tensor.data))) return start;
  const held = new Set(flattenState(start).map(({ tensor }) => tensor.data));
  return zipStates([start, drawn], ([own, fresh]) => {
    if (!drawnWith.has(fresh.data)) return own;
    const origin = drawnWith.get(own.data);
    return origin !== undefined && held.has(origin) ? own : fresh;
  }) as S;
}
