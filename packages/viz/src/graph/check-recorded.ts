import { GraphError, type TapeRecord } from "@rewind/autograd";

/** Refuses a tape that a backward walk has freed: its last record remembers no inputs. @internal */
export function checkRecorded(who: string, records: readonly TapeRecord[]): void {
  const { op, inputs, severed } = records[records.length - 1];
  if (op !== "leaf" && inputs.length === 0 && !severed)
    throw new GraphError(
      `${who}: the graph behind ${op} has been freed by backward(); look at it before, or pass { retainGraph: true }`,
    );
}
