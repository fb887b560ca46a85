import { ArgumentError, formatValue } from "@rewind/autograd";
import { checkNames, LRScheduler, type AnyOptimizer } from "./schedule.ts";

/** Options of {@link SequentialLR}. */
export interface SequentialLROptions {
  /** The schedules in order, all of this optimizer. They are read, not stepped: step this one only. */
  schedulers: readonly LRScheduler[];
  /** Epochs at which the next one takes over, ascending: one fewer than schedules. Each counts its epochs from 0. */
  milestones: readonly number[];
}

/**
 * One schedule after another, such as a warm-up and then a decay.
 *
 * @example
 * const warmUp = new LinearLR(optimizer, { startFactor: 0.1, totalIters: 100 });
 * const decay = new CosineAnnealingLR(optimizer, { tMax: 900 });
 * const schedule = new SequentialLR(optimizer, { schedulers: [warmUp, decay], milestones: [100] });
 * @throws ArgumentError if the schedules and milestones do not fit
 */
export class SequentialLR extends LRScheduler {
  constructor(optimizer: AnyOptimizer, options: SequentialLROptions) {
    const { schedulers, milestones } = checkNames("SequentialLR", options, ["schedulers", "milestones"]);
    if (
      !Array.isArray(schedulers) ||
      schedulers.length === 0 ||
      !schedulers.every((s) => s instanceof LRScheduler)
    ) {
      throw new ArgumentError(
        `SequentialLR: schedulers must be a list of schedules that depend on the epoch alone, got ${formatValue(schedulers)}`,
      );
    }
    if (schedulers.some((schedule: LRScheduler) => schedule.optimizer !== optimizer)) {
      throw new ArgumentError("SequentialLR: all schedulers must be of the optimizer given");
    }
    const ascending =
      Array.isArray(milestones) &&
      milestones.every((at, i) => Number.isInteger(at) && at > (i === 0 ? 0 : milestones[i - 1]));
    if (!ascending || milestones.length !== schedulers.length - 1) {
      throw new ArgumentError(
        `SequentialLR: milestones must be ${schedulers.length - 1} ascending whole numbers > 0, got ${formatValue(milestones)}`,
      );
    }
    super("SequentialLR", optimizer, (epoch, initial, group) => {
      const turn = milestones.filter((at: number) => at <= epoch).length;
      const since = turn === 0 ? 0 : (milestones[turn - 1] as number);
      return (schedulers[turn] as LRScheduler).rate(epoch - since, initial, group);
    });
  }
}
