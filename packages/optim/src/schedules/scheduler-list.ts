import { ArgumentError, formatValue, isList, readable } from "@rewind/autograd";
import { LRScheduler, type AnyOptimizer } from "./schedule.ts";

/**
 * Schedules that depend on the epoch alone, all of one optimizer.
 *
 * @throws ArgumentError that begins with `who` if they are not
 */
export function schedulerList(who: string, given: unknown, optimizer?: AnyOptimizer): readonly LRScheduler[] {
  const value = isList(given) ? [...given] : [];
  if (value.length === 0 || !value.every((schedule) => readable(schedule) instanceof LRScheduler)) {
    throw new ArgumentError(
      `${who}: schedulers must be a list of schedules that depend on the epoch alone, got ${formatValue(given)}`,
    );
  }
  const list = value as readonly LRScheduler[];
  const common = optimizer ?? list[0].optimizer;
  if (list.some((schedule) => schedule.optimizer !== common))
    throw new ArgumentError(`${who}: all schedulers must be of one optimizer`);
  return list;
}
