import { LRScheduler, type AnyOptimizer, type Rate } from "./schedule.ts";

/** The share of a group's first rate that is left after `epoch` steps. @internal */
export type Curve = (epoch: number) => number;

/**
 * Base of the schedules that say by what factor the rate changes from one epoch to the next. What is multiplied is the rate's
 * distance from `floor`: `lr = floor + (initial - floor) · curve(epoch)`.
 * @internal
 */
export abstract class RelativeLR extends LRScheduler {
  constructor(
    who: string,
    optimizer: AnyOptimizer,
    curve: Curve,
    floor: (group: number) => number = () => 0,
    factor?: Curve,
  ) {
    const rate: Rate = (epoch, initial, group) => {
      const part = curve(epoch);
      return part === 1 ? initial : floor(group) + (initial - floor(group)) * part;
    };
    super(who, optimizer, rate, null, (epoch, current, initial, group) => {
      // Where nobody else has changed the rate, the closed form keeps it from drifting.
      if (epoch > 0 && current === rate(epoch - 1, initial, group)) return rate(epoch, initial, group);
      if (factor !== undefined) return current * factor(epoch);
      const before = epoch === 0 ? 1 : curve(epoch - 1);
      const after = curve(epoch);
      if (before === after) return current;
      // From the floor itself no factor leads up again: the rest of the way is this schedule's own.
      if (before === 0) return current + (initial - floor(group)) * after;
      return floor(group) + ((current - floor(group)) * after) / before;
    });
  }
}
