import { recurrence } from "./recurrence.ts";
import { schedulerList } from "./scheduler-list.ts";
import { LRScheduler } from "./schedule.ts";

/**
 * Several schedules of one optimizer at once. Those that say by what factor the rate changes multiply: StepLR, MultiStepLR,
 * ConstantLR, LinearLR, ExponentialLR, PolynomialLR, CosineAnnealingLR, MultiplicativeLR. The others, such as LambdaLR,
 * set the rate whatever those before them in the list did. They are read, not stepped: step this one only.
 *
 * @example
 * const warmUp = new ConstantLR(optimizer, { factor: 0.1, totalIters: 2 });
 * const decay = new ExponentialLR(optimizer, { gamma: 0.9 });
 * const schedule = new ChainedScheduler([warmUp, decay]);
 * @throws ArgumentError if it is no list of schedules, or they are not of one optimizer
 */
export class ChainedScheduler extends LRScheduler {
  constructor(schedulers: readonly LRScheduler[]) {
    const list = schedulerList("ChainedScheduler", schedulers);
    const rates = new Map<string, (epoch: number) => number>();
    const makeRate = (initial: number, group: number): ((epoch: number) => number) => {
      const next = (current: number, epoch: number): number =>
        list.reduce((rate, schedule) => schedule.follow(epoch, rate, initial, group), current);
      return recurrence(() => next(initial, 0), next);
    };
    super(
      "ChainedScheduler",
      list[0].optimizer,
      (epoch, initial, group) => {
        const key = `${group}:${initial}`;
        const rate = rates.get(key) ?? makeRate(initial, group);
        rates.set(key, rate);
        return rate(epoch);
      },
      (epoch, group) =>
        list.reduce<number | null>((last, { momentum }) => momentum?.(epoch, group) ?? last, null),
    );
  }
}
