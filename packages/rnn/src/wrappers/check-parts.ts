import { ArgumentError, ShapeError, formatShape, formatValue, isTensor, readable } from "@rewind/autograd";
import { leavesOf } from "../state.ts";

/**
 * Checks the state of a wrapper as far as it is the wrapper's own: that it has the parts named, and one row per sequence.
 * Not against `initialState`, which may draw random numbers.
 * @internal
 */
export function checkParts(who: string, state: unknown, parts: readonly string[], batch: number): void {
  const isTree =
    readable(state) !== undefined && typeof state === "object" && state !== null && !isTensor(state);
  const keys = isTree ? Object.keys(state) : [];
  if (keys.length !== parts.length || !parts.every((part) => keys.includes(part)))
    throw new ArgumentError(
      `${who}: the state must be ${parts[0] === "0" ? `an array of ${parts.length}` : `{ ${parts.join(", ")} }`}, ` +
        `got ${formatValue(state)}; initialState(${batch}) gives one that fits`,
    );
  for (const { path, tensor } of leavesOf(who, state)) {
    if (tensor.shape[0] !== batch)
      throw new ShapeError(
        `${who}: the state "${path}" of shape ${formatShape(tensor.shape)} must have one row for each of ${batch} inputs`,
      );
  }
}
