import {
  ArgumentError,
  ShapeError,
  Tensor,
  checkData,
  formatShape,
  formatValue,
  isList,
  isTensor,
  readable,
  refuseExtra,
  sameShape,
} from "@rewind/autograd";
import { exchange } from "./exchange.ts";
import { listOf } from "./list-of.ts";

/** Averages and how many updates they hold: plain data and tensors, nothing shared with the parameters. */
export interface AverageState {
  /** Updates so far. */
  updates: number;
  /** One tensor for each parameter, in their order. */
  averages: Tensor[];
}

/** Base of the averages over parameters: kept beside the parameters, exchanged with them to evaluate. */
export abstract class AveragedParameters {
  /** Updates so far. */
  updates = 0;
  readonly #who: string;
  readonly #params: readonly Tensor[];
  readonly #averages: readonly Tensor[];

  constructor(who: string, params: Iterable<Tensor>) {
    if (typeof who !== "string")
      throw new ArgumentError(
        `AveragedParameters: is what EMA and SWA extend, got ${formatValue(who)}; use those`,
      );
    const list = listOf(who, params);
    if (list.length === 0 || !list.every(isTensor)) {
      throw new ArgumentError(
        `${who}: params must be a list of tensors, at least one, got ${formatValue(params)}`,
      );
    }
    this.#who = who;
    this.#params = list;
    for (const param of list) checkData(who, param);
    this.#averages = list.map(copyOf);
  }

  /** How far an average moves towards its parameter: from 0, not at all, to 1. */
  protected abstract rate(): number;

  /** Moves the averages towards the parameters. */
  update(): void {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.update`, arguments, 0, true);
    const rate = this.rate();
    for (const param of this.#params) checkData(`${this.#who}.update`, param);
    this.#params.forEach(({ data }, at) => {
      const average = this.#averages[at].data;
      for (let i = 0; i < average.length; i++)
        average[i] = rate === 1 ? data[i] : (1 - rate) * average[i] + rate * data[i];
    });
    this.updates++;
  }

  /** Exchanges parameters and averages; a second call puts both back, bit for bit. */
  swap(): void {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.swap`, arguments, 0, true);
    for (const param of this.#params) checkData(`${this.#who}.swap`, param);
    this.#params.forEach((param, at) => exchange(`${this.#who}.swap`, param, this.#averages[at]));
  }

  /** A deep copy. */
  stateDict(): AverageState {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.stateDict`, arguments, 0, true);
    return { updates: this.updates, averages: this.#averages.map(copyOf) };
  }

  /**
   * Restores what {@link stateDict} gave. Everything is checked first: if it throws, nothing has changed.
   *
   * @throws ArgumentError if it is no state of as many parameters
   * @throws ShapeError if a tensor is not of its parameter's shape and dtype
   */
  loadStateDict(state: AverageState): void {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.loadStateDict`, arguments, 1, true);
    const who = `${this.#who}.loadStateDict`;
    const { updates, averages } = (readable(state) ?? {}) as Partial<AverageState>;
    const { length } = this.#averages;
    if (!isList(averages) || averages.length !== length || !Number.isInteger(updates)) {
      throw new ArgumentError(
        `${who}: expected { updates, averages } with a list of ${length} tensors, got ${formatValue(state)}`,
      );
    }
    averages.forEach((given: unknown, at) => {
      const own = this.#averages[at];
      if (!isTensor(given))
        throw new ArgumentError(`${who}: entry ${at} must be a Tensor, got ${formatValue(given)}`);
      checkData(who, given);
      if (!sameShape(given.shape, own.shape) || given.dtype !== own.dtype)
        throw new ShapeError(
          `${who}: entry ${at} is ${given.dtype} ${formatShape(given.shape)}, the parameter ${own.dtype} ${formatShape(own.shape)}`,
        );
    });
    averages.forEach((given, at) => this.#averages[at].data.set(given.data));
    this.updates = updates as number;
  }
}

function copyOf({ data, shape }: Tensor): Tensor {
  return new Tensor(data.slice(), shape);
}
