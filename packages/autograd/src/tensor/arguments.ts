import { ArgumentError, formatValue } from "../errors.ts";

/**
 * Refuses arguments that a function does not take, such as the options of another library; but not the index and the array
 * with which `tensors.map(tanh)` calls it.
 *
 * @param given what it was called with
 * @param most how many it takes
 * @param isMethod whether it is a method, which nothing calls with an index
 * @internal
 */
export function refuseExtra(
  op: string,
  given: ArrayLike<unknown>,
  most: number,
  isMethod: boolean = false,
): void {
  const extra = Array.from(given).slice(most);
  if (extra.every((value) => value === undefined)) return;
  const [index, list] = extra;
  if (
    !isMethod &&
    Number.isInteger(index) &&
    (extra.length === 1 || (extra.length === 2 && typeof list === "object"))
  )
    return;
  throw new ArgumentError(
    `${op}: takes ${most === 0 ? "no arguments" : most === 1 ? "one argument" : `${most} arguments`} and no options, got ${formatValue(extra.find((value) => value !== undefined))} as well`,
  );
}
