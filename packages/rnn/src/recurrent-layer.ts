import {
  ArgumentError,
  checkInteger,
  checkNumber,
  checkOptions,
  concat,
  dropout,
  stack,
  unstack,
  zeros,
  type Dtype,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { Module, type Parameter } from "@rewind/nn";
import { startingWeight } from "./init.ts";
import { arrangeInput, arrangeState, restoreOutputs, type Arrangement } from "./layer-axes.ts";
import type { LayerForwardOptions, LayerResult, RecurrentLayerOptions } from "./layer-options.ts";
import { checkLengths, zeroPadding } from "./lengths.ts";
import type { Recurrence, Weights } from "./recurrence/recurrence.ts";
import { roll } from "./roll.ts";
import { scan, type ScanMode } from "./scan/scan.ts";
import { mapState, zipStates, type Rows, type StateTree } from "./state.ts";

/** What one layer gave in one direction. */
interface Run<S extends StateTree> {
  readonly outputs: Tensor;
  readonly state: S;
  readonly states: S[];
}

/**
 * Stacked, perhaps bidirectional recurrence over whole sequences, the base of {@link RNN}, {@link LSTM} and {@link GRU}.
 * Equal to unrolling cells of the same weights, but all inputs of a layer are projected in one product. Parameters are
 * named as in PyTorch: `weight_ih_l0`, `weight_hh_l0_reverse` …
 */
export abstract class RecurrentLayer<S extends StateTree> extends Module {
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
    this.inputSize = checkInteger(name, "inputSize", inputSize, 1);
    this.hiddenSize = checkInteger(name, "hiddenSize", hiddenSize, 1);
    this.outputSize = projSize === 0 ? hiddenSize : projSize;
    this.numLayers = checkInteger(name, "numLayers", options.numLayers ?? 1, 1);
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
    const rows = recurrence.gates * hiddenSize;
    const start = (...shape: number[]): Parameter => startingWeight(shape, hiddenSize, options.generator);
    for (let layer = 0; layer < this.numLayers; layer++) {
      for (let direction = 0; direction < this.directions; direction++) {
        const place = suffix(layer, direction);
        this[`weight_ih${place}`] = start(rows, layer === 0 ? inputSize : this.directions * this.outputSize);
        this[`weight_hh${place}`] = start(rows, this.outputSize);
        if (this.bias) {
          this[`bias_ih${place}`] = start(rows);
          this[`bias_hh${place}`] = start(rows);
        }
        if (projSize > 0) this[`weight_hr${place}`] = start(projSize, hiddenSize);
      }
    }
  }

  /** 2 if bidirectional, else 1. */
  get directions(): number {
    return this.bidirectional ? 2 : 1;
  }

  /** Zeros, `[numLayers * directions, B, …]`, in the weights' dtype. */
  initialState(batch: number): S {
    checkInteger(this.constructor.name, "batch", batch, 0);
    const rows = this.numLayers * this.directions;
    return mapState(this.#zeroState(batch), (tensor) =>
      zeros([rows, ...tensor.shape], { dtype: tensor.dtype }),
    );
  }

  /**
   * Runs all layers over all steps. No steps at all are legal: the state comes back unchanged.
   *
   * @param xs `[T, B, inputSize]`, batch first if so set, or a single sequence `[T, inputSize]` whose outputs and states
   *   then have no batch axis either
   * @throws ShapeError if input, state or lengths do not fit
   * @throws ArgumentError if a length is not from 0 to T
   */
  forward(xs: Tensor, options: LayerForwardOptions<S> = {}): LayerResult<S> {
    const name = this.constructor.name;
    checkOptions(name, options, ["state", "lengths", "keepStates", "scan"]);
    const arrangement = arrangeInput(name, xs, this.inputSize, this.batchFirst);
    const { steps, batch } = arrangement;
    const lengths = checkLengths(name, options.lengths, steps, batch);
    const starts = this.#starts(options.state, arrangement);
    const keepStates = options.keepStates ?? false;
    let input = lengths === null ? arrangement.sequence : zeroPadding(arrangement.sequence, lengths);
    const rolled: Run<S>[] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      const source = layer > 0 && this.dropout > 0 ? this.#dropout(input) : input;
      const outputs: Tensor[] = [];
      for (let direction = 0; direction < this.directions; direction++) {
        const start = starts[layer * this.directions + direction];
        const result = this.#run(
          this.#weights(layer, direction),
          source,
          start,
          lengths,
          direction === 1,
          keepStates,
          options.scan,
        );
        rolled.push(result);
        outputs.push(result.outputs);
      }
      input = outputs.length === 1 ? outputs[0] : concat(outputs, { axis: 2 });
    }
    const outputs = restoreOutputs(input, arrangement);
    const finals = rolled.map((result) => result.state);
    const state = zipStates(finals, (tensors) => arrangement.restoreState(stack(tensors))) as S;
    if (!keepStates) return { outputs, state };
    const states = Array.from({ length: steps }, (_, t) =>
      zipStates(rolled.map((result) => result.states[t]), (tensors) => tensors),
    ); // prettier-ignore
    return { outputs, state, states: states as Rows<S>[] };
  }

  #run(
    weights: Weights,
    input: Tensor,
    start: S,
    lengths: Int32Array | null,
    reverse: boolean,
    keepStates: boolean,
    mode: ScanMode | undefined,
  ): Run<S> {
    const recurrence = this.#recurrence;
    const [steps, batch] = input.shape;
    if (steps === 0) return { outputs: this.#blank([0, batch], input.dtype), state: start, states: [] };
    const advance = (projected: Tensor, before: S): [Tensor, S] => {
      const next = recurrence.advance(weights, projected, before);
      return [recurrence.output(next), next];
    };
    const replayed = scan<S>(this.constructor.name, mode, {
      sequence: input,
      start,
      lengths,
      reverse,
      keepStates,
      owner: this,
      weights: Object.values(weights),
      step: (x, before) => advance(recurrence.project(weights, x), before),
    });
    if (replayed !== null) return { ...replayed, states: [] };
    const projected = unstack(recurrence.project(weights, input));
    const { outputs, state, states } = roll<S>({
      steps,
      start,
      lengths,
      reverse,
      keepStates,
      padding: () => this.#blank([batch], input.dtype),
      step: (t, before) => advance(projected[t], before),
    });
    return { outputs: stack(outputs), state, states };
  }

  #weights(layer: number, direction: number): Weights {
    const place = suffix(layer, direction);
    return {
      weight_ih: this[`weight_ih${place}`],
      weight_hh: this[`weight_hh${place}`],
      bias_ih: this.bias ? this[`bias_ih${place}`] : null,
      bias_hh: this.bias ? this[`bias_hh${place}`] : null,
      weight_hr: this[`weight_hr${place}`] ?? null,
    };
  }

  /** The state each layer and direction starts from. */
  #starts(state: S | undefined, arrangement: Arrangement): S[] {
    const count = this.numLayers * this.directions;
    if (state === undefined) {
      const zero = this.#zeroState(arrangement.batch);
      return new Array<S>(count).fill(zero);
    }
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

  #blank(shape: readonly number[], dtype: Dtype): Tensor {
    return zeros([...shape, this.outputSize], { dtype });
  }

  #dropout(x: Tensor): Tensor {
    return dropout(x, { p: this.dropout, training: this.training, generator: this.#generator });
  }
}

function suffix(layer: number, direction: number): string {
  return `_l${layer}${direction === 1 ? "_reverse" : ""}`;
}
