import {
  ArgumentError,
  ShapeError,
  Tensor,
  checkNumber,
  checkOptions,
  formatShape,
  formatValue,
  sameShape,
} from "@rewind/autograd";

/** Options of {@link EMA}. */
export interface EMAOptions {
  /** How much of the average stays at each update, from 0 to 1. Default 0.999. */
  decay?: number;
}

/**
 * An exponential moving average of parameters, `a = decay · a + (1 - decay) · p`, which often generalises better than the
 * last of them (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992). It begins with the
 * parameters as they are.
 *
 * @example
 * const average = new EMA(model.parameters());
 * optimizer.step();
 * average.update();
 * average.swap(); // evaluate with the averages
 * average.swap(); // and train on
 * @throws ArgumentError if there are no parameters, or decay is not from 0 to 1
 */
export class EMA {
  readonly decay: number;
  readonly #params: readonly Tensor[];
  readonly #averages: Tensor[];

  constructor(params: Iterable<Tensor>, options: EMAOptions = {}) {
    checkOptions("EMA", options, ["decay"]);
    this.decay = checkNumber("EMA", "decay", options.decay ?? 0.999, 0, 1);
    const list: unknown[] = params instanceof Tensor ? [] : [...(params ?? [])];
    if (list.length === 0 || !list.every((param) => param instanceof Tensor))
      throw new ArgumentError(
        `EMA: params must be a list of tensors, at least one, got ${formatValue(params)}`,
      );
    this.#params = list;
    this.#averages = list.map((param) => new Tensor(param.data.slice(), param.shape));
  }

  /** Moves the averages towards the parameters; call it after each step of the optimizer. */
  update(): void {
    const { decay } = this;
    this.#params.forEach(({ data }, at) => {
      const average = this.#averages[at].data;
      for (let i = 0; i < average.length; i++) average[i] = decay * average[i] + (1 - decay) * data[i];
    });
  }

  /** Exchanges parameters and averages; a second call puts both back, bit for bit. */
  swap(): void {
    this.#params.forEach((param, at) => {
      const average = this.#averages[at].data;
      param.mutate("EMA.swap", (data) => {
        for (let i = 0; i < data.length; i++) {
          const kept = data[i];
          data[i] = average[i];
          average[i] = kept;
        }
      });
    });
  }

  /** Copies of the averages, in the order of the parameters. */
  stateDict(): Tensor[] {
    return this.#averages.map((average) => new Tensor(average.data.slice(), average.shape));
  }

  /**
   * Restores what {@link stateDict} gave. Everything is checked first: if it throws, nothing has changed.
   *
   * @throws ShapeError if a tensor is not of its parameter's shape and dtype
   */
  loadStateDict(averages: readonly Tensor[]): void {
    if (!Array.isArray(averages) || averages.length !== this.#averages.length)
      throw new ArgumentError(
        `EMA.loadStateDict: expected a list of ${this.#averages.length} tensors, got ${formatValue(averages)}`,
      );
    averages.forEach((given: unknown, at) => {
      const own = this.#averages[at];
      if (!(given instanceof Tensor))
        throw new ArgumentError(`EMA.loadStateDict: entry ${at} must be a Tensor, got ${formatValue(given)}`);
      if (!sameShape(given.shape, own.shape) || given.dtype !== own.dtype)
        throw new ShapeError(
          `EMA.loadStateDict: entry ${at} is ${given.dtype} ${formatShape(given.shape)}, the parameter ${own.dtype} ${formatShape(own.shape)}`,
        );
    });
    averages.forEach((given, at) => this.#averages[at].data.set(given.data));
  }
}
