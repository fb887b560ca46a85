import { ArgumentError, formatValue, isList, readable } from "@rewind/autograd";

/** Where a schedule stands; plain data. */
export interface ScheduleState {
  /** How many steps have been taken. */
  lastEpoch: number;
  /** What each group's rate was before its first schedule; null for groups added since the last step. */
  initialLrs: (number | null)[];
  /** The rates in use, one per group. Without them, loading sets those of this schedule alone. */
  lastLr?: readonly number[];
  /** The momentum in use, one per group, of a schedule that moves it; null where it does not. */
  lastMomentum?: readonly (number | null)[];
}

/**
 * A saved state, if it is one of a schedule with so many groups.
 *
 * @throws ArgumentError that begins with `who`
 */
export function readScheduleState(who: string, state: ScheduleState, groups: number): ScheduleState {
  const { lastEpoch, initialLrs, lastLr, lastMomentum } = (readable(state) ?? {}) as ScheduleState;
  const listed = (list: unknown, entry: (value: number | null) => boolean): boolean =>
    isList(list) && list.length === groups && (list as (number | null)[]).every(entry);
  const fits =
    Number.isInteger(lastEpoch) &&
    lastEpoch >= 0 &&
    listed(initialLrs, (lr) => lr === null || Number.isFinite(lr)) &&
    // Groups that were added since the last step are the last ones.
    initialLrs.every((lr, i) => lr === null || initialLrs[i - 1] !== null) &&
    initialLrs[0] !== null &&
    (lastLr === undefined || listed(lastLr, Number.isFinite)) &&
    (lastMomentum === undefined || listed(lastMomentum, (m) => m === null || (m >= 0 && m < 1)));
  if (fits) return state;
  throw new ArgumentError(
    `${who}: expected { lastEpoch, initialLrs, lastLr } of ${groups} groups, got ${formatValue(state)}`,
  );
}
