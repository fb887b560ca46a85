import { ArgumentError, formatValue, isList, readable, refuseExtra } from "@rewind/autograd";
import type { CommonSettings } from "../algorithm.ts";
import { Optimizer } from "../optimizer.ts";
import { readScheduleState, type ScheduleState } from "./schedule-state.ts";
import { momentumOf, setMomentum, type Momentum } from "./momentum.ts";

/** The learning rate of a group after `epoch` steps of the schedule alone, from the rate it began with. */
export type Rate = (epoch: number, initial: number, group: number) => number;

/** The rate after `epoch` steps, from the one the step finds in the group: others may have changed it. @internal */
export type Change = (epoch: number, current: number, initial: number, group: number) => number;

/** Any optimizer: what schedules write to is common to all. */
export interface AnyOptimizer {
  readonly paramGroups: readonly CommonSettings[];
}

/** Rates that groups had before their first schedule: later schedules of the same optimizer start from these too. */
const firstLrs = /* @__PURE__ */ new WeakMap<object, number>();

/** Sets what schedules made from now on start a group from; unless one has done so before, if asked. @internal */
export function setFirstLr(group: CommonSettings, lr: number, unlessSet: boolean = false): void {
  if (!unlessSet || !firstLrs.has(group)) firstLrs.set(group, lr);
}

/**
 * Base of the learning-rate schedules. Construction makes the change of epoch 0, each {@link step} that of the next. Several
 * schedules of one optimizer, each stepped, act one after the other, and a rate set by hand is gone on from: StepLR,
 * MultiStepLR, ExponentialLR, ConstantLR, LinearLR, PolynomialLR, CosineAnnealingLR, MultiplicativeLR and SWALR change the rate
 * they find; LambdaLR, CosineAnnealingWarmRestarts, CyclicLR and OneCycleLR set it. Alone, a schedule is a pure function of the
 * epoch and of the rate a group began with, so nothing drifts. A group that is added to the optimizer later begins with the
 * rate it comes with, and is scheduled from the next step on.
 *
 * @example
 * const decay = new ExponentialLR(optimizer, { gamma: 0.5 });
 * const drop = new StepLR(optimizer, { stepSize: 2 });
 * decay.step();
 * drop.step();
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
  /** @internal */
  readonly follow: Change;

  constructor(
    who: string,
    optimizer: AnyOptimizer,
    rate: Rate,
    momentum: Momentum | null = null,
    follow: Change = (epoch, _, initial, group) => rate(epoch, initial, group),
  ) {
    if (typeof who !== "string" || typeof rate !== "function")
      throw new ArgumentError(
        `LRScheduler: is what schedules extend, got ${formatValue(who)}; use StepLR, LambdaLR …`,
      );
    this.optimizer = checkOptimizer(who, optimizer);
    this.rate = rate;
    this.momentum = momentum;
    this.follow = follow;
    this.#moveTo(0);
  }

  /** The rates in use, one per group. */
  get lastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Moves on by one epoch (or batch: whatever the schedule counts) and sets the new rates. */
  step(): void {
    this.#moveTo(this.lastEpoch + 1);
  }

  /** What a resumed run needs to go on at the same place. */
  stateDict(): ScheduleState {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.stateDict`, arguments, 0, true);
    const groups = this.optimizer.paramGroups;
    const initialLrs = groups.map((_, i) => this.initialLrs[i] ?? null);
    const state = { lastEpoch: this.lastEpoch, initialLrs, lastLr: this.lastLr };
    if (this.momentum === null) return state;
    return {
      ...state,
      lastMomentum: this.#momenta(this.lastEpoch).map((m, i) => m && momentumOf(groups[i])),
    };
  }

  /**
   * Returns to a saved place and sets its rates.
   *
   * @throws ArgumentError if the state is not one of a schedule with as many groups; nothing has changed then
   */
  loadStateDict(state: ScheduleState): void {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.loadStateDict`, arguments, 1, true);
    const { lastEpoch, initialLrs, lastLr, lastMomentum } = readScheduleState(
      `${this.constructor.name}.loadStateDict`,
      state,
      this.optimizer.paramGroups.length,
    );
    const scheduled = initialLrs.filter((lr) => lr !== null);
    const rates = lastLr ?? scheduled.map((initial, i) => this.rate(lastEpoch, initial, i));
    const momenta = lastMomentum ?? this.#momenta(lastEpoch);
    this.initialLrs = scheduled;
    this.lastEpoch = lastEpoch;
    this.#write(rates, momenta);
  }

  /** The rate this schedule goes on from when its turn comes after others: by default the one the group began with. @internal */
  takeOver(_current: number, initial: number): number {
    return initial;
  }

  /** Everything is computed before the first group is written. */
  #moveTo(epoch: number): void {
    const groups = this.optimizer.paramGroups;
    const initialLrs = groups.map((group, i) => this.initialLrs[i] ?? firstLrs.get(group) ?? group.lr);
    const rates = initialLrs.map((initial, i) => this.follow(epoch, groups[i].lr, initial, i));
    const momenta = this.#momenta(epoch);
    groups.forEach((group, i) => setFirstLr(group, initialLrs[i], true));
    this.initialLrs = initialLrs;
    this.lastEpoch = epoch;
    this.#write(rates, momenta);
  }

  #momenta(epoch: number): (number | null)[] {
    return this.optimizer.paramGroups.map((_, i) => this.momentum?.(epoch, i) ?? null);
  }

  #write(rates: readonly number[], momenta: readonly (number | null)[]): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = rates[i] ?? group.lr;
      const momentum = momenta[i];
      if (momentum !== null) setMomentum(group, momentum);
    });
  }
}

/** @internal */
export function checkOptimizer(who: string, optimizer: unknown): AnyOptimizer {
  if (readable(optimizer) instanceof Optimizer && isList((optimizer as Optimizer).paramGroups))
    return optimizer as Optimizer;
  throw new ArgumentError(`${who}: the first argument must be an Optimizer, got ${formatValue(optimizer)}`);
}
