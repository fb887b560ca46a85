import { ArgumentError, formatValue } from "../errors.ts";
import { checkInteger, isList } from "../tensor/shape.ts";

/** One whole number for all of a window's axes, or one for each. */
export type PerAxis = number | readonly number[];

/** Zeros added at both ends of an axis, in all or for each axis; see the options of convolutions. */
export type Padding = PerAxis | "valid" | "same";

/** Brings an option to one whole number for each of `axes` axes. @internal */
export function checkPerAxis(op: string, name: string, value: unknown, axes: number, min: number): number[] {
  const list = isList(value) ? value : new Array<unknown>(axes).fill(value);
  if (list.length !== axes) {
    throw new ArgumentError(
      `${op}: ${name} ${formatValue(value)} must be a number or a list of ${axes}, one for each axis of the window`,
    );
  }
  return Array.from(list, (entry) => checkInteger(op, name, entry, min));
}
