import {
  ArgumentError,
  GraphError,
  ShapeError,
  checkData,
  formatShape,
  formatValue,
  isList,
  readable,
  refuseExtra,
  sameShape,
  type Tensor,
} from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import { evaluate, type Closure } from "./closure.ts";
import { resolveGroups, type ParamGroup, type ParamGroupOptions, type Params } from "./param-group.ts";
import { copyState, isRecord, readState } from "./param-state.ts";
import { readGroups } from "./read-groups.ts";
import { resolveSettings } from "./settings.ts";
import type { GroupState, OptimizerState, ParamState } from "./state-dict.ts";

/**
 * Base of all optimizers: parameter groups, state by parameter, saving and restoring. An algorithm is a subclass with
 * an {@link Algorithm} and an `update` of one parameter.
 *
 * Parameters whose `grad` is null are skipped, unless all are. NaN in a gradient reaches the parameter: see `clipGradNorm`'s
 * `errorIfNonfinite` to stop there instead.
 */
export abstract class Optimizer<
  Settings extends CommonSettings = CommonSettings,
  State extends ParamState = ParamState,
> {
  /** The groups with their current settings; writing a setting takes effect at the next step. */
  readonly paramGroups: ParamGroup<Settings>[];
  readonly #algorithm: Algorithm<Settings, State>;
  readonly #defaults: Settings;
  readonly #state = new Map<Tensor, Partial<State>>();

  constructor(
    algorithm: Algorithm<Settings, State>,
    params: Params<Settings>,
    options: Partial<Settings> = {},
  ) {
    if (typeof readable(algorithm)?.rules !== "object")
      throw new ArgumentError(
        `Optimizer: is what algorithms extend, got ${formatValue(algorithm)}; use SGD, Adam …`,
      );
    const { name, rules, defaults } = algorithm;
    this.#algorithm = algorithm;
    this.#defaults = resolveSettings(name, rules, options, defaults);
    this.paramGroups = resolveGroups(name, rules, params, this.#defaults);
    for (const group of this.paramGroups) algorithm.check?.(group);
  }

  /** Updates one parameter from its gradient, in place. `state` is empty the first time. */
  protected abstract update(param: Tensor, grad: Tensor, settings: Settings, state: Partial<State>): void;

  /**
   * Updates every parameter that has a gradient; at least one must have. All are checked before the first is written.
   *
   * @param closure if given, is called first, with gradients on, to compute them
   * @returns the closure's loss
   * @throws ArgumentError if a group's settings have been set out of their domain, or the closure returns no loss
   * @throws ShapeError if a gradient is not of its parameter's shape and dtype
   * @throws GraphError if no parameter has a gradient: nothing would be trained
   */
  step(closure?: Closure): Tensor | undefined {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.step`, arguments, 1, true);
    this.checkSettings();
    const loss = closure === undefined ? undefined : evaluate(`${this.#algorithm.name}.step`, closure);
    this.checkGrads();
    for (const group of this.paramGroups) {
      for (const param of group.params) {
        if (param.grad !== null) this.update(param, param.grad, group, this.stateOf(param));
      }
    }
    return loss;
  }

  /** Forgets the gradients of all parameters: the next backward starts from nothing. */
  zeroGrad(): void {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.zeroGrad`, arguments, 0, true);
    for (const group of this.paramGroups) for (const param of group.params) param.zeroGrad();
  }

  /**
   * Adds parameters, such as layers that are trained from now on only. Settings left out are those the optimizer was made
   * with. Schedules take the group up at their next step, from the rate it comes with.
   *
   * @throws ArgumentError if a parameter is here already, or a setting is outside its domain; nothing has changed then
   */
  addParamGroup(group: ParamGroupOptions<Settings>): void {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.addParamGroup`, arguments, 1, true);
    const { name, rules, check } = this.#algorithm;
    const [added] = resolveGroups(
      `${name}.addParamGroup`,
      rules,
      [group],
      this.#defaults,
      this.paramGroups.flatMap(({ params }) => params),
    );
    check?.(added);
    this.paramGroups.push(added);
  }

  /** A deep copy of settings and state, to save beside the parameters. Restoring it resumes bit for bit. */
  stateDict(): OptimizerState<Settings, State> {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.stateDict`, arguments, 0, true);
    const state: Record<string, State> = {};
    let position = 0;
    const settings = this.checkSettings();
    const paramGroups = this.paramGroups.map(({ params }, i): GroupState<Settings> => ({
      ...settings[i],
      params: params.map((param) => {
        const own = this.#state.get(param);
        if (own !== undefined) state[position] = copyState(own as State);
        return position++;
      }),
    }));
    return { state, paramGroups };
  }

  /**
   * Restores what {@link stateDict} gave, copying it. Parameters are matched by position. Everything is checked first:
   * if it throws, nothing has changed.
   *
   * @throws ArgumentError if groups, settings or state entries are not this optimizer's
   * @throws ShapeError if a state tensor is not of its parameter's shape and dtype
   */
  loadStateDict(dict: OptimizerState<Settings, State>): void {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.loadStateDict`, arguments, 1, true);
    const who = `${this.#algorithm.name}.loadStateDict`;
    if (!isRecord(dict) || !isRecord(dict.state) || !isList(dict.paramGroups)) {
      throw new ArgumentError(`${who}: expected { state, paramGroups }, got ${formatValue(dict)}`);
    }
    const settings = readGroups(who, this.#algorithm, this.paramGroups, dict.paramGroups);
    const params = this.paramGroups.flatMap((group) => group.params);
    const total = params.reduce((sum, { size }) => sum + size, 0);
    const loaded = Object.entries(dict.state).map(([key, entry]): [Tensor, State] => {
      const param = /^\d+$/.test(key) ? params[Number(key)] : undefined;
      if (param === undefined) {
        throw new ArgumentError(
          `${who}: state of parameter ${formatValue(key)}, but there are ${params.length} parameters`,
        );
      }
      const where = `${who}: parameter ${key}`;
      return [param, readState(where, this.#algorithm.state, param, total, entry) as State];
    });
    this.paramGroups.forEach((group, i) => Object.assign(group, settings[i]));
    this.#state.clear();
    for (const [param, state] of loaded) this.#state.set(param, state);
  }

  /** What is kept of a parameter, as it stands: empty before its first update. */
  protected stateOf(param: Tensor): Partial<State> {
    let state = this.#state.get(param);
    if (state === undefined) this.#state.set(param, (state = {}));
    return state;
  }

  /** Whether a parameter has been updated. */
  protected hasState(param: Tensor): boolean {
    return this.#state.has(param);
  }

  /** Copies of all groups' settings, each in its domain: writing to a group is unchecked until here. */
  protected checkSettings(): Settings[] {
    const { name, rules, check, defaults } = this.#algorithm;
    return this.paramGroups.map((group) => {
      const { params: _, ...own } = group;
      const settings = resolveSettings(name, rules, own, defaults);
      check?.(settings);
      return settings;
    });
  }

  /** Throws unless there is a gradient, and every one fits its parameter. */
  protected checkGrads(): void {
    const params = this.paramGroups.flatMap((group) => group.params);
    if (params.every(({ grad }) => grad === null)) refuseStep(`${this.#algorithm.name}.step`, params);
    for (const param of params) {
      const { grad } = param;
      for (const t of grad === null ? [] : [param, grad]) checkData(`${this.#algorithm.name}.step`, t);
      if (grad === null || (sameShape(param.shape, grad.shape) && param.dtype === grad.dtype)) continue;
      throw new ShapeError(
        `${this.#algorithm.name}.step: the gradient of ${param.name ? `"${param.name}"` : "a parameter"} is ${grad.dtype} ` +
          `${formatShape(grad.shape)}, the parameter ${param.dtype} ${formatShape(param.shape)}`,
      );
    }
  }
}

/** A step that changes nothing looks like training. */
function refuseStep(who: string, params: readonly Tensor[]): never {
  const [{ name, shape }] = params;
  const frozen = params.filter(({ requiresGrad }) => !requiresGrad).length;
  throw new GraphError(
    `${who}: none of the ${params.length} parameters has a gradient (the first: ${name ? `"${name}" ` : ""}${formatShape(shape)})` +
      (frozen > 0 ? `, and ${frozen} of them have requiresGrad false: set it to true` : "") +
      "; call backward() first, on a loss computed from these very tensors outside noGrad: " +
      "make the optimizer after to(), and do not build the loss anew from its number",
  );
}
