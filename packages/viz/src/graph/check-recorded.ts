import { ArgumentError, GraphError, formatValue, isList, isListOf, type TapeRecord } from "@rewind/autograd";

/** Refuses a tape that a backward walk has freed: its last record remembers no inputs. @internal */
export function checkRecorded(who: string, records: readonly TapeRecord[]): void {
  const { op, inputs, severed } = records[records.length - 1];
  if (op !== "leaf" && inputs.length === 0 && !severed)
    throw new GraphError(
      `${who}: the graph behind ${op} has been freed by backward(); look at it before, or pass { retainGraph: true }`,
    );
}

/** Checks a list of tapes, each a list of records with a shape for each output. @internal */
export function checkTapes(
  who: string,
  tapes: unknown,
  what: string = "tapes",
): asserts tapes is readonly (readonly TapeRecord[])[] {
  if (isListOf(tapes, isTape)) return;
  throw new ArgumentError(
    `${who}: ${what} must be a list of tapes, [tape(loss)] for one backward pass, got ${formatValue(tapes)}`,
  );
}

function isTape(value: unknown): value is readonly TapeRecord[] {
  return isList(value) && [...value].every(isRecord);
}

function isRecord(value: unknown): boolean {
  const { op, id, inputs, shapes } = (value ?? {}) as Partial<TapeRecord>;
  return (
    typeof op === "string" && Number.isInteger(id) && isList(inputs) && isList(shapes) && shapes.every(isList)
  );
}
