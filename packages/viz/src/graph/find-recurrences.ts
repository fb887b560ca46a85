import type { TapeRecord } from "@rewind/autograd";

/** The uses of one weight that mark the steps of a recurrence. @internal */
export interface Recurrence {
  /** Ids of the records, one per step. */
  readonly uses: readonly number[];
}

/**
 * Weights that are used again and again, one per recurrence: of all whose uses interleave, the one used most, and of these
 * the first. A weight used less than half as often as the most used one (a tied embedding, say) marks no time.
 *
 * @internal
 */
export function findRecurrences(records: readonly TapeRecord[]): Recurrence[] {
  const uses = new Map<number, number[]>();
  for (const { id, op, severed } of records) if (op === "leaf" && !severed) uses.set(id, []);
  for (const { id, inputs } of records) {
    for (const input of new Set(inputs)) if (input !== null) uses.get(input)?.push(id);
  }
  const most = Math.max(0, ...[...uses.values()].map((list) => list.length));
  const repeated = [...uses.values()].filter((list) => list.length >= Math.max(2, most / 2));
  repeated.sort((a, b) => a[0] - b[0]);
  const found: { uses: number[]; end: number }[] = [];
  for (const list of repeated) {
    const end = list[list.length - 1];
    const current = found[found.length - 1] as (typeof found)[number] | undefined;
    if (current === undefined || list[0] > current.end) found.push({ uses: list, end });
    else {
      if (list.length > current.uses.length) current.uses = list;
      current.end = Math.max(current.end, end);
    }
  }
  return found;
}
