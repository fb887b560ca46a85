import { ArgumentError, checkFlag, checkOptions, formatValue, type Generator } from "@rewind/autograd";

/** Checks that those options that are given and named are true or false. @internal */
export function checkFlags(op: string, options: object, names: readonly string[]): void {
  for (const name of names) checkFlag(op, name, (options as Readonly<Record<string, unknown>>)[name]);
}

/** Checks a source of random numbers, if given. @internal */
export function checkGenerator(op: string, generator: unknown): void {
  // Not instanceof: a generator of another copy of the package serves as well.
  if (generator === undefined || typeof (generator as Partial<Generator> | null)?.uniform === "function")
    return;
  throw new ArgumentError(
    `${op}: generator must be a Generator, got ${formatValue(generator)}; pass new Generator(seed)`,
  );
}

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
