import { ArgumentError, formatValue, isIterable, isTensor } from "@rewind/autograd";

/**
 * The elements of what must be a list and not one tensor, whose elements would be mistaken for parameters.
 *
 * @throws ArgumentError that begins with `who`
 */
export function listOf(who: string, values: unknown): unknown[] {
  if (isTensor(values)) {
    throw new ArgumentError(`${who}: params must be a list of tensors, got one tensor; wrap it as [tensor]`);
  }
  if (!isIterable(values)) {
    throw new ArgumentError(`${who}: params must be a list of tensors or groups, got ${formatValue(values)}`);
  }
  return [...values];
}
