import {
  ArgumentError,
  ShapeError,
  Tensor,
  formatShape,
  formatValue,
  sameShape,
  zerosLike,
} from "@rewind/autograd";
import { resolveGroups, type ParamGroup, type Params } from "./param-group.ts";
import { resolveSettings, type Rules } from "./settings.ts";
import type { GroupState, OptimizerState, ParamState } from "./state-dict.ts";

/** What every optimizer has: a learning rate. */
export interface CommonSettings {
  /** Learning rate, at least 0. Schedules rewrite it between steps. */
  lr: number;
}

/** A tensor of the parameter's shape and dtype, one that need not be there, a number, or a whole number from 0. */
export type StateKind = "tensor" | "tensor?" | "number" | "count";

/** The fixed part of an algorithm: its name, its settings and what it keeps per parameter. */
export interface Algorithm<Settings> {
  /** As it appears in error messages. */
  readonly name: string;
  readonly defaults: Settings;
  readonly rules: Rules<Settings>;
  /** Checks settings against one another. */
  readonly check?: (settings: Settings) => void;
  /** State kept for a parameter, by name. */
  readonly state: Readonly<Record<string, StateKind>>;
}

/**
 * Base of all optimizers: parameter groups, state by parameter, saving and restoring. An algorithm is a subclass with
 * an {@link Algorithm} and an `update` of one parameter.
 *
 * Parameters whose `grad` is null are skipped. NaN in a gradient reaches the parameter: see `clipGradNorm`'s
 * `errorIfNonfinite` to stop there instead.
 */
export abstract class Optimizer<Settings extends CommonSettings = CommonSettings> {
  /** The groups with their current settings; writing a setting takes effect at the next step. */
  readonly paramGroups: ParamGroup<Settings>[];
  readonly #algorithm: Algorithm<Settings>;
  readonly #state = new Map<Tensor, ParamState>();

  constructor(algorithm: Algorithm<Settings>, params: Params<Settings>, options: Partial<Settings> = {}) {
    const { name, rules, defaults } = algorithm;
    this.#algorithm = algorithm;
    this.paramGroups = resolveGroups(name, rules, params, resolveSettings(name, rules, options, defaults));
    for (const group of this.paramGroups) algorithm.check?.(group);
  }

  /** Updates one parameter from its gradient, in place. `state` is empty the first time. */
  protected abstract update(param: Tensor, grad: Tensor, settings: Settings, state: ParamState): void;

  /**
   * Updates every parameter that has a gradient. All are checked before the first is written.
   *
   * @throws ArgumentError if a group's settings have been set out of their domain
   * @throws ShapeError if a gradient is not of its parameter's shape and dtype
   */
  step(): void {
    for (const group of this.paramGroups) {
      this.#checked(group);
      for (const param of group.params) if (param.grad !== null) this.#checkGrad(param, param.grad);
    }
    for (const group of this.paramGroups) {
      for (const param of group.params) {
        if (param.grad === null) continue;
        let state = this.#state.get(param);
        if (state === undefined) this.#state.set(param, (state = {}));
        this.update(param, param.grad, group, state);
      }
    }
  }

  /** Forgets the gradients of all parameters: the next backward starts from nothing. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const param of group.params) param.zeroGrad();
  }

  /** A deep copy of settings and state, to save beside the parameters. Restoring it resumes bit for bit. */
  stateDict(): OptimizerState {
    const state: Record<string, ParamState> = {};
    let position = 0;
    const paramGroups = this.paramGroups.map((group) => ({
      ...this.#checked(group),
      params: group.params.map((param) => {
        const own = this.#state.get(param);
        if (own !== undefined) state[position] = copyState(own);
        return position++;
      }),
    }));
    return { state, paramGroups: paramGroups as GroupState[] };
  }

  /**
   * Restores what {@link stateDict} gave, copying it. Parameters are matched by position. Everything is checked first:
   * if it throws, nothing has changed.
   *
   * @throws ArgumentError if groups, settings or state entries are not this optimizer's
   * @throws ShapeError if a state tensor is not of its parameter's shape and dtype
   */
  loadStateDict(dict: OptimizerState): void {
    const who = `${this.#algorithm.name}.loadStateDict`;
    if (!isRecord(dict) || !isRecord(dict.state) || !Array.isArray(dict.paramGroups)) {
      throw new ArgumentError(`${who}: expected { state, paramGroups }, got ${formatValue(dict)}`);
    }
    const settings = this.#readGroups(who, dict.paramGroups);
    const params = this.paramGroups.flatMap((group) => group.params);
    const loaded = Object.entries(dict.state).map(([key, entry]): [Tensor, ParamState] => {
      const param = /^\d+$/.test(key) ? params[Number(key)] : undefined;
      if (param === undefined) {
        throw new ArgumentError(
          `${who}: state of parameter ${formatValue(key)}, but there are ${params.length} parameters`,
        );
      }
      return [param, this.#readState(`${who}: parameter ${key}`, param, entry)];
    });
    this.paramGroups.forEach((group, i) => Object.assign(group, settings[i]));
    this.#state.clear();
    for (const [param, state] of loaded) this.#state.set(param, state);
  }

  #readGroups(who: string, groups: readonly GroupState[]): Settings[] {
    if (groups.length !== this.paramGroups.length) {
      throw new ArgumentError(
        `${who}: ${groups.length} parameter groups, this optimizer has ${this.paramGroups.length}`,
      );
    }
    let position = 0;
    return groups.map((group, i) => {
      const own = this.paramGroups[i].params;
      const positions: unknown = isRecord(group) ? group.params : undefined;
      if (!Array.isArray(positions) || positions.length !== own.length) {
        throw new ArgumentError(
          `${who}: group ${i} must list ${own.length} parameters, got ${formatValue(positions)}`,
        );
      }
      for (const value of positions) {
        if (value !== position++) {
          throw new ArgumentError(
            `${who}: group ${i} lists parameter ${formatValue(value)} where ${position - 1} stands`,
          );
        }
      }
      const { params: _, ...given } = group;
      const { rules, check, defaults } = this.#algorithm;
      for (const name of Object.keys(rules)) {
        if (given[name] === undefined) throw new ArgumentError(`${who}: group ${i} lacks ${name}`);
      }
      const settings = resolveSettings(who, rules, given, defaults);
      check?.(settings);
      return settings;
    });
  }

  #readState(where: string, param: Tensor, entry: unknown): ParamState {
    if (!isRecord(entry))
      throw new ArgumentError(`${where}: state must be an object, got ${formatValue(entry)}`);
    const { state } = this.#algorithm;
    for (const name of Object.keys(entry)) {
      if (!Object.hasOwn(state, name))
        throw new ArgumentError(`${where} has unknown state ${formatValue(name)}`);
    }
    for (const [name, kind] of Object.entries(state)) checkState(where, name, kind, param, entry[name]);
    return copyState(entry as ParamState);
  }

  #checked(group: ParamGroup<Settings>): Settings {
    const { name, rules, check, defaults } = this.#algorithm;
    const { params: _, ...own } = group;
    const settings = resolveSettings(name, rules, own, defaults);
    check?.(settings);
    return settings;
  }

  #checkGrad(param: Tensor, grad: Tensor): void {
    if (sameShape(param.shape, grad.shape) && param.dtype === grad.dtype) return;
    throw new ShapeError(
      `${this.#algorithm.name}.step: the gradient of ${param.name ? `"${param.name}"` : "a parameter"} is ${grad.dtype} ` +
        `${formatShape(grad.shape)}, the parameter ${param.dtype} ${formatShape(param.shape)}`,
    );
  }
}

/** The state tensor called `name`, made of `fill` (default zero) in the parameter's shape when it is first asked for. */
export function stateTensor(state: ParamState, name: string, param: Tensor, fill: number = 0): Tensor {
  const found = state[name];
  if (found instanceof Tensor) return found;
  const made = zerosLike(param);
  if (fill !== 0) made.data.fill(fill);
  state[name] = made;
  return made;
}

/** Counts a step of this parameter and returns its number, from 1. */
export function countStep(state: ParamState): number {
  return (state.step = ((state.step as number | undefined) ?? 0) + 1);
}

function checkState(where: string, name: string, kind: StateKind, param: Tensor, value: unknown): void {
  if (kind === "tensor?" && value === undefined) return;
  if (kind === "number" || kind === "count") {
    if (Number.isFinite(value) && (kind === "number" || (Number.isInteger(value) && (value as number) >= 0)))
      return;
    const wanted = kind === "count" ? "a whole number >= 0" : "a finite number";
    throw new ArgumentError(`${where}: ${name} must be ${wanted}, got ${formatValue(value)}`);
  }
  if (!(value instanceof Tensor)) {
    throw new ArgumentError(`${where}: ${name} must be a Tensor, got ${formatValue(value)}`);
  }
  if (!sameShape(value.shape, param.shape) || value.dtype !== param.dtype) {
    throw new ShapeError(
      `${where}: ${name} is ${value.dtype} ${formatShape(value.shape)}, the parameter ${param.dtype} ${formatShape(param.shape)}`,
    );
  }
}

function copyState(state: ParamState): ParamState {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      typeof value === "number" ? value : new Tensor(value.data.slice(), value.shape),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Tensor);
}
