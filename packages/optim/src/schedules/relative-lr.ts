import { LRScheduler, type AnyOptimizer, type Rate } from "./schedule.ts";

/**
 * Base of the schedules that only say by what factor the rate changes from one epoch to the next, so that several of them
 * multiply in a {@link ChainedScheduler}. What is multiplied is the rate's distance from `floor`.
 * @internal
 */
export abstract class RelativeLR extends LRScheduler {
  readonly #floor: (group: number) => number;

  constructor(who: string, optimizer: AnyOptimizer, rate: Rate, floor: (group: number) => number = () => 0) {
    super(who, optimizer, rate);
    this.#floor = floor;
  }

  override follow(epoch: number, current: number, initial: number, group: number): number {
    const floor = this.#floor(group);
    const before = epoch === 0 ? initial : this.rate(epoch - 1, initial, group);
    const after = this.rate(epoch, initial, group);
    // From the floor itself no factor leads up again: the rest of the way is this schedule's own.
    if (before === floor) return current + (after - floor);
    return floor + ((current - floor) * (after - floor)) / (before - floor);
  }
}
