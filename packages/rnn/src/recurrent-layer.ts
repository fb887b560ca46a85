import {
  ArgumentError,
  checkFlag,
  checkInteger,
  checkNumber,
  checkOptions,
  concat,
  dropout,
  formatValue,
  readable,
  refuseExtra,
  runtime,
  stack,
  unstack,
  zeros,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { Module, type Parameter } from "@rewind/nn";
import type { StateOf, Stateful } from "./cell.ts";
import { arrangeInput, arrangeState, restoreOutputs, type Arrangement } from "./layer-axes.ts";
import type { LayerForwardOptions, LayerResult, RecurrentLayerOptions } from "./layer-options.ts";
import { runLayer, type LayerRun } from "./layer-run.ts";
import { placeOf, startingWeights, weightsAt, type WeightsByName } from "./layer-weights.ts";
import { checkLengths, zeroPadding } from "./lengths.ts";
import type { Recurrence, Weights } from "./recurrence/recurrence.ts";
import { checkStart, mapState, stateBuilder, zipStates, type Rows, type StateTree } from "./state.ts";

/**
 * Stacked, perhaps bidirectional recurrence over whole sequences, the base of {@link RNN}, {@link LSTM} and {@link GRU}.
 * Equal to unrolling cells of the same weights, but all inputs of a layer are projected in one product. Parameters are
 * named as in PyTorch: `weight_ih_l0`, `weight_hh_l0_reverse` …
 *
 * @throws ArgumentError if a size or an option is out of its domain
 */
export abstract class RecurrentLayer<S extends StateTree> extends Module implements WeightsByName {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Size of one direction's output. */
  readonly outputSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  [weight: `weight_${string}`]: Parameter;
  [bias: `bias_${string}`]: Parameter;
  readonly #recurrence: Recurrence<S>;
  readonly #generator: Generator | undefined;

  /** @internal */
  protected constructor(
    recurrence: Recurrence<S>,
    inputSize: number,
    hiddenSize: number,
    options: RecurrentLayerOptions,
    projSize: number = 0,
  ) {
    super();
    const name = this.constructor.name;
    if (typeof readable(recurrence)?.gates !== "number" || typeof options !== "object")
      throw new ArgumentError(
        `RecurrentLayer: is what layers extend, got ${formatValue(recurrence)}; use RNN, LSTM or GRU`,
      );
    this.inputSize = checkInteger(name, "inputSize", inputSize, 1);
    this.hiddenSize = checkInteger(name, "hiddenSize", hiddenSize, 1);
    this.outputSize = projSize === 0 ? hiddenSize : projSize;
    this.numLayers = checkInteger(name, "numLayers", options.numLayers ?? 1, 1, 4096);
    this.bias = options.bias ?? true;
    this.batchFirst = options.batchFirst ?? false;
    this.dropout = checkNumber(name, "dropout", options.dropout ?? 0, 0, 1);
    this.bidirectional = options.bidirectional ?? false;
    if (this.dropout > 0 && this.numLayers === 1) {
      throw new ArgumentError(
        `${name}: dropout ${this.dropout} lies between layers, but there is one; apply a Dropout to its outputs instead`,
      );
    }
    this.#recurrence = recurrence;
    this.#generator = options.generator;
    const { numLayers, bias, directions, outputSize } = this;
    const sizes = { gates: recurrence.gates, hiddenSize, outputSize, projected: projSize > 0, bias };
    for (let layer = 0; layer < numLayers; layer++) {
      const width = layer === 0 ? inputSize : directions * outputSize;
      for (let direction = 0; direction < directions; direction++)
        Object.assign(this, startingWeights(name, placeOf(layer, direction), width, sizes, options));
    }
    runtime.unsettled?.();
  }

  /** 2 if bidirectional, else 1. */
  get directions(): number {
    return this.bidirectional ? 2 : 1;
  }

  /** Zeros, `[numLayers * directions, B, …]`, in the weights' dtype. */
  initialState(batch: number): S {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.initialState`, arguments, 1, true);
    checkInteger(this.constructor.name, "batch", batch, 0);
    const rows = this.numLayers * this.directions;
    return mapState(this.#zeroState(batch), (tensor) =>
      zeros([rows, ...tensor.shape], { dtype: tensor.dtype }),
    );
  }

  /** Of a layer that is one of several kinds, `LSTM | GRU`: the state is one of theirs. */
  forward<L extends Stateful>(
    this: L,
    xs: Tensor,
    options?: LayerForwardOptions<StateOf<L>>,
  ): LayerResult<StateOf<L>>;
  /**
   * Runs all layers over all steps. No steps at all are legal: the state comes back unchanged.
   *
   * @param xs `[T, B, inputSize]`, batch first if so set, or a single sequence `[T, inputSize]` whose outputs and states
   *   then have no batch axis either
   * @throws ShapeError if input, state or lengths do not fit
   * @throws ArgumentError if a length is not from 0 to T
   */
  forward(xs: Tensor, options?: LayerForwardOptions<S>): LayerResult<S>;
  forward(xs: Tensor, options: LayerForwardOptions<S> = {}): LayerResult<S> {
    const name = this.constructor.name;
    checkOptions(name, options, ["state", "lengths", "keepStates", "scan"]);
    checkFlag(name, "keepStates", options.keepStates);
    const arrangement = arrangeInput(name, xs, this.inputSize, this.batchFirst);
    const { steps, batch } = arrangement;
    const lengths = checkLengths(name, options.lengths, steps, batch);
    const starts = this.#starts(options.state, arrangement);
    const keepStates = options.keepStates ?? false;
    let input = lengths === null ? arrangement.sequence : zeroPadding(arrangement.sequence, lengths);
    const weights = this.weights();
    const runs: LayerRun<S>[] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      const sequence = layer > 0 && this.dropout > 0 ? this.#dropout(input) : input;
      const outputs: Tensor[] = [];
      for (let direction = 0; direction < this.directions; direction++) {
        const row = layer * this.directions + direction;
        const run = runLayer(this, this.#recurrence, weights[row], {
          sequence,
          start: starts[row],
          lengths,
          reverse: direction === 1,
          keepStates,
          mode: options.scan,
        });
        runs.push(run);
        outputs.push(run.outputs);
      }
      input = outputs.length === 1 ? outputs[0] : concat(outputs, { axis: 2 });
    }
    const outputs = restoreOutputs(input, arrangement);
    const finals = runs.map((run) => run.state);
    const state = zipStates(finals, (tensors) => arrangement.restoreState(stack(tensors))) as S;
    if (!keepStates) return { outputs, state };
    const build = stateBuilder(finals[0]);
    const states = Array.from({ length: steps }, (_, t) =>
      build(runs[0].states[t].map((__, k) => runs.map((run) => run.states[t][k]))),
    );
    return { outputs, state, states: states as Rows<S>[] };
  }

  /** The weights of every layer and direction, in the order of the state's rows. @internal */
  protected weights(): Weights[] {
    return Array.from({ length: this.numLayers * this.directions }, (_, row) =>
      weightsAt(this, placeOf(Math.floor(row / this.directions), row % this.directions)),
    );
  }

  /** The state each layer and direction starts from. */
  #starts(state: S | undefined, arrangement: Arrangement): S[] {
    const count = this.numLayers * this.directions;
    if (state === undefined) {
      const zero = this.#zeroState(arrangement.batch);
      return new Array<S>(count).fill(zero);
    }
    checkStart(this.constructor.name, state);
    const stacked = arrangeState(
      this.constructor.name,
      state,
      this.initialState(arrangement.batch),
      arrangement,
    );
    const rows: Tensor[][] = [];
    mapState(stacked, (tensor) => {
      rows.push(unstack(tensor));
      return tensor;
    });
    return Array.from({ length: count }, (_, row) => {
      let leaf = 0;
      return mapState(stacked, () => rows[leaf++][row]);
    });
  }

  #zeroState(batch: number): S {
    return this.#recurrence.zeroState(batch, this.hiddenSize, this.outputSize, this.weight_hh_l0.dtype);
  }

  #dropout(x: Tensor): Tensor {
    return dropout(x, { p: this.dropout, training: this.training, generator: this.#generator });
  }
}
