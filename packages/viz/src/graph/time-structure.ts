import type { TapeRecord } from "@rewind/autograd";
import { findRecurrences, type Recurrence } from "./find-recurrences.ts";

/** One recurrence of a tape, such as a layer in one direction. @internal */
export interface Row {
  /** What it reads, computed for all steps at once. */
  readonly before: readonly TapeRecord[];
  /** The records of each step, in the order they were made. */
  readonly steps: readonly (readonly TapeRecord[])[];
}

/** A tape laid out in time. @internal */
export interface TimeStructure {
  readonly rows: readonly Row[];
  /** What is made of the steps: the loss. */
  readonly after: readonly TapeRecord[];
}

/** Where a record belongs: a step of a row counts from 1, 0 is before it; the row after the last is the readout. */
interface Place {
  readonly row: number;
  readonly step: number;
}

/**
 * Finds the time steps of a tape. The tape knows no time, but a weight used over and over marks it: each of its uses begins
 * or continues a step. What depends on a step's own use belongs to that step; what does not, to the one step that reads
 * it; what several steps read was computed before them all.
 *
 * @internal
 */
export function timeStructure(records: readonly TapeRecord[]): TimeStructure {
  const computed = records.filter(({ op, severed }) => op !== "leaf" || severed);
  const recurrences = findRecurrences(records);
  if (recurrences.length === 0) return { rows: [{ before: [], steps: [computed] }], after: [] };
  const places = place(computed, recurrences);
  const at = (row: number, step: number): TapeRecord[] =>
    computed.filter(({ id }) => places.get(id)?.row === row && places.get(id)?.step === step);
  let tail: TapeRecord[] = [];
  const rows = recurrences.map(({ uses }, row) => {
    const before = [...tail, ...at(row, 0)].sort(byId);
    const steps = uses.map((_, i) => at(row, i + 1));
    // What is made of the last step looks as if it belonged to it; the step before shows where a step ends.
    tail = splitTail(steps);
    return { before, steps };
  });
  return { rows, after: [...tail, ...at(recurrences.length, 0)].sort(byId) };
}

function place(computed: readonly TapeRecord[], recurrences: readonly Recurrence[]): Map<number, Place> {
  const places = new Map<number, Place>();
  const reached = reach(computed, recurrences);
  const consumers = new Map<number, number[]>();
  for (const { id, inputs } of computed)
    for (const input of inputs)
      if (input !== null) consumers.set(input, [...(consumers.get(input) ?? []), id]);
  for (const { id } of [...computed].reverse()) {
    const depth = reached.get(id)!;
    const own = ownRow(id, depth, recurrences);
    const readers = (consumers.get(id) ?? []).map((reader) => places.get(reader)!);
    if (own >= 0) places.set(id, { row: own, step: depth[own] });
    else if (readers.length === 0) places.set(id, { row: recurrences.length, step: 0 });
    else {
      const first = readers.reduce((a, b) => (b.row < a.row ? b : a));
      const one = readers.every(({ row, step }) => row === first.row && step === first.step);
      places.set(id, one ? first : { row: first.row, step: 0 });
    }
  }
  return places;
}

/** The last row whose current step a record depends on; -1 for none. */
function ownRow(id: number, depth: readonly number[], recurrences: readonly Recurrence[]): number {
  for (let row = recurrences.length - 1; row >= 0; row--) {
    const { uses } = recurrences[row];
    if (depth[row] > 0 && (depth[row] === uses.length || id < uses[depth[row]])) return row;
  }
  return -1;
}

function byId(a: TapeRecord, b: TapeRecord): number {
  return a.id - b.id;
}

/** For each record and recurrence, the last use among all that the record depends on, counted from 1; 0 for none. */
function reach(
  computed: readonly TapeRecord[],
  recurrences: readonly Recurrence[],
): Map<number, readonly number[]> {
  const reached = new Map<number, number[]>();
  const indexOf = recurrences.map(({ uses }) => new Map(uses.map((use, i) => [use, i + 1])));
  for (const { id, inputs } of computed) {
    const depth = indexOf.map((index) => index.get(id) ?? 0);
    for (const input of inputs) {
      const behind = input === null ? undefined : reached.get(input);
      behind?.forEach((step, row) => (depth[row] = Math.max(depth[row], step)));
    }
    reached.set(id, depth);
  }
  return reached;
}

/** Takes from the last step what the step before does not have. */
function splitTail(steps: TapeRecord[][]): TapeRecord[] {
  if (steps.length < 2) return [];
  const [model, last] = steps.slice(-2);
  let same = 0;
  while (same < last.length && last[same].op === model[same]?.op) same++;
  return last.splice(same);
}
