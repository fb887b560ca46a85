import { ArgumentError, formatValue, isTensor, readable } from "@rewind/autograd";
import type { Cell } from "../cell.ts";

/** Checks that what is to be wrapped, or laid along time, is a cell. @internal */
export function checkCell<C>(who: string, cell: C, what: string = "the cell"): C {
  const { step, initialState, inputSize, outputSize } = (readable(cell) ?? {}) as Partial<Cell>;
  if (typeof step !== "function" || typeof initialState !== "function" || isTensor(cell))
    throw new ArgumentError(
      `${who}: ${what} must be a cell with initialState(batch) and step(x, state), got ${formatValue(cell)}`,
    );
  for (const [key, size] of Object.entries({ inputSize, outputSize })) {
    if (!Number.isInteger(size) || (size as number) < 1)
      throw new ArgumentError(
        `${who}: ${what} must have an ${key} that is a whole number >= 1, got ${formatValue(size)}`,
      );
  }
  return cell;
}
