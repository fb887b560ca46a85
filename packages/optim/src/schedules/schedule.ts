import { ArgumentError, formatValue } from "@rewind/autograd";
import type { CommonSettings } from "../algorithm.ts";
import { Optimizer } from "../optimizer.ts";
import { setMomentum, type Momentum } from "./momentum.ts";

/** The learning rate of a group after `epoch` steps of the schedule, from the rate it began with. */
export type Rate = (epoch: number, initial: number, group: number) => number;

/** Where a schedule stands; plain data. */
export interface ScheduleState {
  /** How many steps have been taken. */
  lastEpoch: number;
  /** What each group's rate was before its first schedule; null for groups added since the last step. */
  initialLrs: (number | null)[];
}

/** Any optimizer: what schedules write to is common to all. */
export interface AnyOptimizer {
  readonly paramGroups: readonly CommonSettings[];
}

/** Rates that groups had before their first schedule: later schedules of the same optimizer start from these too. */
const firstLrs = /* @__PURE__ */ new WeakMap<object, number>();

/**
 * Base of the learning-rate schedules. Construction sets the rates of epoch 0, each {@link step} those of the next. A
 * schedule is a pure function of the epoch and of the rate a group began with, so nothing drifts. A group that is added to
 * the optimizer later begins with the rate it comes with, and is scheduled from the next step on.
 */
export abstract class LRScheduler {
  /** How many steps have been taken. */
  lastEpoch = 0;
  /** What the rate was before its first schedule, for each group that this one has moved. */
  initialLrs: readonly number[] = [];
  readonly optimizer: AnyOptimizer;
  /** @internal */
  readonly rate: Rate;
  /** @internal */
  readonly momentum: Momentum | null;

  constructor(who: string, optimizer: AnyOptimizer, rate: Rate, momentum: Momentum | null = null) {
    if (typeof who !== "string" || typeof rate !== "function")
      throw new ArgumentError(
        `LRScheduler: is what schedules extend, got ${formatValue(who)}; use StepLR, LambdaLR …`,
      );
    this.optimizer = checkOptimizer(who, optimizer);
    this.rate = rate;
    this.momentum = momentum;
    this.#moveTo(0, this.#startingLrs());
  }

  /** The rates in use, one per group. */
  get lastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Moves on by one epoch (or batch: whatever the schedule counts) and sets the new rates. */
  step(): void {
    this.#moveTo(this.lastEpoch + 1, this.#startingLrs());
  }

  /** What a resumed run needs to go on at the same place. */
  stateDict(): ScheduleState {
    const initialLrs = this.optimizer.paramGroups.map((_, i) => this.initialLrs[i] ?? null);
    return { lastEpoch: this.lastEpoch, initialLrs };
  }

  /**
   * Returns to a saved place and sets its rates.
   *
   * @throws ArgumentError if the state is not one of a schedule with as many groups; nothing has changed then
   */
  loadStateDict(state: ScheduleState): void {
    const groups = this.optimizer.paramGroups.length;
    const lrs: unknown = state?.initialLrs;
    const list = Array.isArray(lrs) && lrs.length === groups ? (lrs as unknown[]) : [];
    const scheduled = list.filter((lr) => Number.isFinite(lr)) as number[];
    const others = list.slice(scheduled.length);
    const fits = scheduled.length > 0 && others.every((lr) => lr === null);
    if (!fits || !Number.isInteger(state.lastEpoch) || state.lastEpoch < 0) {
      throw new ArgumentError(
        `${this.constructor.name}.loadStateDict: expected { lastEpoch, initialLrs } of ${groups} groups, got ${formatValue(state)}`,
      );
    }
    this.#moveTo(state.lastEpoch, scheduled);
  }

  /**
   * The rate after `epoch` steps if other schedules have changed it on the way, to `current`: by default this schedule's own,
   * whatever the others did.
   * @internal
   */
  follow(epoch: number, _current: number, initial: number, group: number): number {
    return this.rate(epoch, initial, group);
  }

  /** What a group begins with that this schedule has not seen before. */
  protected startingLr(group: CommonSettings): number {
    const lr = firstLrs.get(group) ?? group.lr;
    firstLrs.set(group, lr);
    return lr;
  }

  #startingLrs(): number[] {
    return this.optimizer.paramGroups.map((group, i) => this.initialLrs[i] ?? this.startingLr(group));
  }

  /** Everything is computed before the first group is written. */
  #moveTo(epoch: number, initialLrs: readonly number[]): void {
    const rates = initialLrs.map((initial, i) => this.rate(epoch, initial, i));
    const momenta = initialLrs.map((_, i) => this.momentum?.(epoch, i) ?? null);
    rates.forEach((rate, i) => {
      const group = this.optimizer.paramGroups[i];
      group.lr = rate;
      const momentum = momenta[i];
      if (momentum !== null) setMomentum(group, momentum);
    });
    this.initialLrs = initialLrs;
    this.lastEpoch = epoch;
  }
}

/** @internal */
export function checkOptimizer(who: string, optimizer: unknown): AnyOptimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  throw new ArgumentError(`${who}: the first argument must be an Optimizer, got ${formatValue(optimizer)}`);
}
