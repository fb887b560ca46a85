import { checkFlags, checkGenerator, checkOptions } from "@rewind/autograd";

/**
 * Checks a layer's options: their names, that `flags` are true or false, and the `generator` if it has one among its
 * `others`. @internal
 */
export function checkLayerOptions(
  op: string,
  options: object,
  flags: readonly string[],
  others: readonly string[],
): void {
  checkOptions(op, options, [...flags, ...others]);
  checkFlags(op, options, flags);
  if (others.includes("generator")) checkGenerator(op, (options as { generator?: unknown }).generator);
}
