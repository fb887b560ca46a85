import {
  ArgumentError,
  checkFlags,
  checkGenerator,
  checkInteger,
  checkOptions,
  formatValue,
  isList,
} from "@rewind/autograd";

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

/** Checks a size that is one for all axes, or a list with one for each; all are whole numbers from 1. @internal */
export function checkSizes(op: string, name: string, value: unknown): void {
  const sizes: unknown = typeof value === "number" ? [value] : value;
  if (!isList(sizes))
    throw new ArgumentError(
      `${op}: ${name} must be a number or one for each axis, got ${formatValue(value)}`,
    );
  for (const size of sizes as unknown[]) checkInteger(op, name, size, 1);
}
