import { ArgumentError, formatValue } from "@rewind/autograd";
import { Optimizer, type CommonSettings } from "../optimizer.ts";

/** The learning rate of a group after `epoch` steps of the schedule, from the rate it began with. */
export type Rate = (epoch: number, initial: number, group: number) => number;

/** Where a schedule stands; plain data. */
export interface ScheduleState {
  lastEpoch: number;
  initialLrs: number[];
}

/** Any optimizer: what schedules write to is common to all. */
export interface AnyOptimizer {
  readonly paramGroups: readonly CommonSettings[];
}

/** Rates that groups had before their first schedule: later schedules of the same optimizer start from these too. */
const initialLrs = /* @__PURE__ */ new WeakMap<object, number>();

/**
 * Base of the learning-rate schedules. Construction sets the rates of epoch 0, each {@link step} those of the next. A
 * schedule is a pure function of the epoch and of the rate a group began with, so nothing drifts.
 */
export abstract class LRScheduler {
  /** How many steps have been taken. */
  lastEpoch = 0;
  /** What each group's rate was before its first schedule. */
  initialLrs: readonly number[];
  readonly optimizer: AnyOptimizer;
  /** @internal */
  readonly rate: Rate;

  constructor(who: string, optimizer: AnyOptimizer, rate: Rate) {
    this.optimizer = checkOptimizer(who, optimizer);
    this.rate = rate;
    this.initialLrs = optimizer.paramGroups.map((group) => {
      const initial = initialLrs.get(group) ?? group.lr;
      initialLrs.set(group, initial);
      return initial;
    });
    this.apply(0);
  }

  /** The rates in use, one per group. */
  get lastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Moves on by one epoch (or batch: whatever the schedule counts) and sets the new rates. */
  step(): void {
    this.apply(this.lastEpoch + 1);
    this.lastEpoch++;
  }

  /** What a resumed run needs to go on at the same place. */
  stateDict(): ScheduleState {
    return { lastEpoch: this.lastEpoch, initialLrs: [...this.initialLrs] };
  }

  /**
   * Returns to a saved place and sets its rates.
   *
   * @throws ArgumentError if the state is not one of a schedule with as many groups; nothing has changed then
   */
  loadStateDict(state: ScheduleState): void {
    const groups = this.optimizer.paramGroups.length;
    const rates: unknown = state?.initialLrs;
    const fits = Array.isArray(rates) && rates.length === groups && rates.every(Number.isFinite);
    if (!fits || !Number.isInteger(state.lastEpoch) || state.lastEpoch < 0) {
      throw new ArgumentError(
        `${this.constructor.name}.loadStateDict: expected { lastEpoch, initialLrs } of ${groups} groups, got ${formatValue(state)}`,
      );
    }
    this.initialLrs = [...state.initialLrs];
    this.apply(state.lastEpoch);
    this.lastEpoch = state.lastEpoch;
  }

  /** Sets the rates of an epoch. */
  protected apply(epoch: number): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.rate(epoch, this.initialLrs[i], i);
    });
  }
}

/** @internal */
export function checkOptimizer(who: string, optimizer: unknown): AnyOptimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  throw new ArgumentError(`${who}: the first argument must be an Optimizer, got ${formatValue(optimizer)}`);
}

/**
 * The options, if every name is known: a misspelt one must not quietly mean its default.
 * @internal
 */
export function checkNames<Options extends object>(
  who: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): Options {
  for (const name of Object.keys(options ?? {})) {
    if (!(names as readonly string[]).includes(name)) {
      throw new ArgumentError(`${who}: unknown option ${formatValue(name)}; it takes ${names.join(", ")}`);
    }
  }
  return options;
}

/** One value for each group: a list of as many, or one for all. @internal */
export function perGroup(who: string, name: string, value: unknown, optimizer: AnyOptimizer): number[] {
  const groups = optimizer.paramGroups.length;
  const list: unknown[] = Array.isArray(value) ? value : new Array(groups).fill(value);
  if (list.length !== groups || !list.every((entry) => Number.isFinite(entry) && (entry as number) >= 0)) {
    throw new ArgumentError(
      `${who}: ${name} must be a finite number >= 0, or a list of one for each of ${groups} groups, got ${formatValue(value)}`,
    );
  }
  return list as number[];
}
