import { ArgumentError, formatValue, isList } from "@rewind/autograd";
import type { Rule } from "../settings.ts";
import type { AnyOptimizer } from "./schedule.ts";

/** A setting for all groups, or a list of one for each. */
export type PerGroup<T> = T | readonly T[];

/** What `rule` accepts, or a list of it. */
export function oneOrList<T>(rule: Rule<T>): Rule<PerGroup<T>> {
  return (who, name, value) =>
    isList(value)
      ? Array.from(value, (entry, i) => rule(who, `${name}[${i}]`, entry))
      : rule(who, name, value);
}

/**
 * The setting of each group.
 *
 * @throws ArgumentError if it is a list, but not of as many as there are groups
 */
export function perGroup<T>(
  who: string,
  name: string,
  value: PerGroup<T>,
  optimizer: AnyOptimizer,
): (group: number) => T {
  if (!isList(value)) return () => value as T;
  const list = value as readonly T[];
  const groups = optimizer.paramGroups.length;
  if (list.length !== groups) {
    throw new ArgumentError(
      `${who}: ${name} must be one for all, or a list of one for each of ${groups} groups, got ${formatValue(value)}`,
    );
  }
  return (group) => {
    if (group < list.length) return list[group];
    throw new ArgumentError(
      `${who}: ${name} lists ${list.length} groups, but the optimizer has got more since; make a schedule for all of them`,
    );
  };
}
