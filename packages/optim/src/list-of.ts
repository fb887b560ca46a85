import { ArgumentError, Tensor, formatValue } from "@rewind/autograd";

/**
 * The elements of what must be a list and not one tensor, whose elements would be mistaken for parameters.
 *
 * @throws ArgumentError that begins with `who`
 */
export function listOf(who: string, values: unknown): unknown[] {
  if (values instanceof Tensor) {
    throw new ArgumentError(`${who}: params must be a list of tensors, got one tensor; wrap it as [tensor]`);
  }
  const iterator = (values as Iterable<unknown> | null | undefined)?.[Symbol.iterator];
  if (typeof values !== "object" || typeof iterator !== "function") {
    throw new ArgumentError(`${who}: params must be a list of tensors or groups, got ${formatValue(values)}`);
  }
  return [...(values as Iterable<unknown>)];
}
