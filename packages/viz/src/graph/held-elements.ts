import { refuseExtra, type TapeRecord } from "@rewind/autograd";
import { checkTapes } from "./check-recorded.ts";

/**
 * The elements of recorded results on the tape, before the first operation and after each: an operation of the forward pass
 * adds the sizes of its outputs, one of the backward pass takes them away. That is what the graph keeps alive at most: a rule
 * that saves less than its result keeps less, one that saves more (gates) more. Leaves, which are parameters, are not counted.
 *
 * A recurrence replayed from one recorded step (`scan`) is a single record, of which the outputs alone are seen here: run it
 * with `scan: "never"`.
 *
 * Windows may overlap: what the next one still holds is not freed by the walk, and counted once.
 *
 * @param tapes of one pass in order, each taken before its backward walk
 */
export function heldElements(tapes: readonly (readonly TapeRecord[])[]): Float64Array {
  if (arguments.length > 1) refuseExtra("heldElements", arguments, 1);
  checkTapes("heldElements", tapes);
  const timeline = [0];
  const onTape = new Map<number, number>();
  let held = 0;
  const change = (elements: number): void => void timeline.push((held += elements));
  tapes.forEach((records, i) => {
    const computed = records.filter(({ op }) => op !== "leaf");
    const now = new Set(computed.map(({ id }) => id));
    for (const [id, elements] of onTape) {
      if (now.has(id)) continue;
      onTape.delete(id);
      held -= elements;
    }
    timeline[timeline.length - 1] = held;
    for (const { id, shapes } of computed) {
      if (onTape.has(id)) continue;
      const elements = shapes.reduce((sum, shape) => sum + shape.reduce((size, n) => size * n, 1), 0);
      onTape.set(id, elements);
      change(elements);
    }
    const next = new Set((tapes[i + 1] ?? []).map(({ id }) => id));
    for (const { id } of [...computed].reverse()) {
      const elements = next.has(id) ? 0 : onTape.get(id)!;
      if (elements > 0) onTape.delete(id);
      change(-elements);
    }
  });
  return Float64Array.from(timeline);
}
