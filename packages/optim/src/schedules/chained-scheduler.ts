import { pathOf } from "./path-of.ts";
import { schedulerList } from "./scheduler-list.ts";
import { LRScheduler, type Change } from "./schedule.ts";

/**
 * Several schedules of one optimizer at once, one after the other: what stepping each of them in this order does, in one
 * step and one state. Those that change the rate they find multiply; the others, such as LambdaLR, set it whatever those
 * before them in the list did ({@link LRScheduler} says which is which). They are read, not stepped: step this one only.
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
    const follow: Change = (epoch, current, initial, group) =>
      list.reduce((rate, schedule) => schedule.follow(epoch, rate, initial, group), current);
    super(
      "ChainedScheduler",
      list[0].optimizer,
      pathOf(follow),
      (epoch, group) =>
        list.reduce<number | null>((last, { momentum }) => momentum?.(epoch, group) ?? last, null),
      // Its schedules have made the change of epoch 0 themselves.
      (epoch, current, initial, group) => (epoch === 0 ? current : follow(epoch, current, initial, group)),
    );
  }
}
