import { recurrence } from "./recurrence.ts";
import type { Change, Rate } from "./schedule.ts";

/** The rate to which changes from epoch 0 on lead, if nothing else changes it. */
export function pathOf(follow: Change): Rate {
  const paths = new Map<string, (epoch: number) => number>();
  return (epoch, initial, group) => {
    const key = `${group}:${initial}`;
    let path = paths.get(key);
    if (path === undefined) {
      const next = (current: number, at: number): number => follow(at, current, initial, group);
      paths.set(key, (path = recurrence(() => next(initial, 0), next)));
    }
    return path(epoch);
  };
}
