import { ArgumentError, formatValue, isList } from "@rewind/autograd";
import { resolveSettings, type Rule } from "../settings.ts";
import { pathOf } from "./path-of.ts";
import { schedulerList } from "./scheduler-list.ts";
import { LRScheduler, checkOptimizer, type Change, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link SequentialLR}. */
export interface SequentialLROptions {
  /** The schedules in order, all of this optimizer. They are read, not stepped: step this one only. */
  schedulers: readonly LRScheduler[];
  /** Epochs at which the next one takes over, ascending: one fewer than schedules. Each counts its epochs from 0. */
  milestones: readonly number[];
}

const ascending: Rule<readonly number[]> = (who, name, value) => {
  if (
    isList(value) &&
    [...value].every(
      (at, i) => Number.isInteger(at) && (at as number) > (i === 0 ? 0 : (value[i - 1] as number)),
    )
  )
    return [...value] as number[];
  throw new ArgumentError(`${who}: ${name} must be ascending whole numbers > 0, got ${formatValue(value)}`);
};

/**
 * One schedule after another, such as a warm-up and then a decay. Each begins with the rate of the group before all schedules;
 * MultiplicativeLR and SWALR go on from the rate they find.
 *
 * @example
 * const warmUp = new LinearLR(optimizer, { startFactor: 0.1, totalIters: 100 });
 * const decay = new CosineAnnealingLR(optimizer, { tMax: 900 });
 * const schedule = new SequentialLR(optimizer, { schedulers: [warmUp, decay], milestones: [100] });
 * @throws ArgumentError if the schedules and milestones do not fit
 */
export class SequentialLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: SequentialLROptions) {
    const name = "SequentialLR";
    checkOptimizer(name, optimizer);
    const { schedulers, milestones } = resolveSettings<SequentialLROptions>(
      name,
      { schedulers: (who, _, value) => schedulerList(who, value, optimizer), milestones: ascending },
      options,
      {},
    );
    if (milestones.length !== schedulers.length - 1) {
      throw new ArgumentError(
        `${name}: milestones must be one fewer than the ${schedulers.length} schedulers, got ${formatValue(milestones)}`,
      );
    }
    /** Whose turn it is, and for how long it has been. */
    const turnAt = (epoch: number): [turn: LRScheduler, since: number] => {
      const turn = milestones.filter((at) => at <= epoch).length;
      return [schedulers[turn], epoch - (turn === 0 ? 0 : milestones[turn - 1])];
    };
    const follow: Change = (epoch, current, initial, group) => {
      const [turn, since] = turnAt(epoch);
      if (since > 0) return turn.follow(since, current, initial, group);
      return turn.rate(0, epoch === 0 ? initial : turn.takeOver(current, initial), group);
    };
    super(
      name,
      optimizer,
      pathOf(follow),
      (epoch, group) => {
        const [turn, since] = turnAt(epoch);
        return turn.momentum?.(since, group) ?? null;
      },
      follow,
    );
  }
}
