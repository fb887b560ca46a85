import {
  ArgumentError,
  argmax,
  checkInteger,
  checkOptions,
  formatValue,
  noGrad,
  readable,
  type Tensor,
} from "@rewind/autograd";
import { Module } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import type { Lengths } from "../lengths.ts";
import type { ScanMode } from "../scan/scan.ts";
import type { StateTree } from "../state.ts";
import { unroll, type UnrollResult } from "../unroll.ts";
import type { AttentionState } from "./attending-cell.ts";
import { AttentionDecoder } from "./attention-decoder.ts";

/** Reads a whole source: a {@link GRU}, a {@link Recurrent}, a {@link BidirectionalLayer} … */
export interface Encoder<E extends StateTree> extends Module {
  forward(xs: Tensor, options: { lengths?: Lengths }): { outputs: Tensor; state: E };
}

/** A layer of one input, such as an Embedding or a Linear. */
export interface Projection<X> extends Module {
  forward(x: X): Tensor;
}

/** What an {@link EncoderDecoder} is made of. */
export interface EncoderDecoderParts<X, S extends StateTree, E extends StateTree> {
  /** What the source is read with, such as an Embedding of `[S, B]` ids: gives `[S, B, I]`. */
  sourceEmbedding: Projection<X>;
  encoder: Encoder<E>;
  /** Its source are the encoder's outputs. */
  decoder: AttentionDecoder<S>;
  /** What the decoder's inputs are read with: gives `[T, B, decoder.inputSize]`, and `[B, …]` for one step. */
  targetEmbedding: Projection<X>;
  /** From the decoder's outputs to scores, one per token. */
  out: Projection<Tensor>;
  /** Makes the state the decoder's cell starts from of the encoder's last. Default: the cell's own initial state. */
  bridge?: (state: E) => S;
}

/** Options of {@link EncoderDecoder}. */
export interface EncoderDecoderOptions {
  /** How many steps of each source are real. Default: all. */
  lengths?: Lengths;
  /** Also return the state after every step, with the weights of the attention. Default false. */
  keepStates?: boolean;
  /** Whether to replay one recorded step of the decoder, as {@link UnrollOptions.scan}. Default `"auto"`. */
  scan?: ScanMode;
}

/** Options of {@link EncoderDecoder.greedy}. */
export interface GreedyOptions {
  /** Token the decoder reads first. */
  start: number;
  /** Token that ends a sequence. */
  end: number;
  /** Most tokens of a sequence, `end` not counted. */
  maxSteps: number;
  /** How many steps of each source are real. Default: all. */
  lengths?: Lengths;
}

/**
 * A source is encoded, and a decoder with attention writes the target (Sutskever, Vinyals and Le, "Sequence to sequence
 * learning with neural networks", 2014; with attention, Bahdanau et al. 2014 and Luong et al. 2015). `forward` is teacher
 * forcing, {@link greedy} writes by itself. The parts keep their own names in the state dict.
 *
 * @example
 * const model = new EncoderDecoder({
 *   sourceEmbedding: new Embedding(100, 8),
 *   encoder: new GRU(8, 16),
 *   decoder: new LuongDecoder(new GRUCell(8 + 16, 16), new DotAttention(16), { inputFeed: true }),
 *   targetEmbedding: new Embedding(120, 8),
 *   out: new Linear(16, 120),
 *   bridge: (state: Tensor) => state.select(0, 0),
 * });
 * const { outputs } = model.forward([[5], [7], [2]], [[1], [9]]); // scores [2, 1, 120]
 * @throws ArgumentError if a part is missing or of another kind
 */
export class EncoderDecoder<X, S extends StateTree, E extends StateTree> extends Module {
  sourceEmbedding: Projection<X>;
  encoder: Encoder<E>;
  decoder: AttentionDecoder<S>;
  targetEmbedding: Projection<X>;
  out: Projection<Tensor>;
  readonly #bridge: ((state: E) => S) | undefined;

  constructor(parts: EncoderDecoderParts<X, S, E>) {
    super();
    const modules = ["sourceEmbedding", "encoder", "decoder", "targetEmbedding", "out"] as const;
    checkOptions("EncoderDecoder", parts, [...modules, "bridge"]);
    for (const name of modules)
      if (!(readable(parts[name]) instanceof Module))
        throw new ArgumentError(`EncoderDecoder: ${name} must be a Module, got ${formatValue(parts[name])}`);
    if (!(readable(parts.decoder) instanceof AttentionDecoder))
      throw new ArgumentError(
        `EncoderDecoder: decoder must be an AttentionDecoder such as LuongDecoder, got ${formatValue(parts.decoder)}`,
      );
    if (parts.bridge !== undefined && typeof parts.bridge !== "function")
      throw new ArgumentError(
        `EncoderDecoder: bridge must be a function of the encoder's state, got ${formatValue(parts.bridge)}`,
      );
    this.sourceEmbedding = parts.sourceEmbedding;
    this.encoder = parts.encoder;
    this.decoder = parts.decoder;
    this.targetEmbedding = parts.targetEmbedding;
    this.out = parts.out;
    this.#bridge = parts.bridge;
  }

  /**
   * Scores of every next token, the decoder reading the true ones before it.
   *
   * @param source `[S, B]` tokens, or what `sourceEmbedding` takes
   * @param target what the decoder reads, `[T, B]`: the true targets, one step late
   * @returns as of `unroll`, `outputs` being the scores `[T, B, V]`
   * @throws ShapeError if the parts do not fit each other
   */
  forward(source: X, target: X, options: EncoderDecoderOptions = {}): UnrollResult<AttentionState<S>> {
    checkOptions("EncoderDecoder", options, ["lengths", "keepStates", "scan"]);
    const { keepStates, scan } = options;
    const { cell, state } = this.#start(source, options.lengths);
    const result = unroll(cell, this.targetEmbedding.forward(target), { state, scan, keepStates });
    return { ...result, outputs: this.out.forward(result.outputs) };
  }

  /**
   * Writes each sequence token by token, always the one with the highest score, until `end` or `maxSteps`. Call `eval()`
   * first if there is dropout.
   *
   * @param source `[S, B]` tokens
   * @returns one array of tokens per sequence, without `start` and `end`
   * @throws ArgumentError if an option is missing or no whole number
   */
  greedy(source: X, options: GreedyOptions): number[][] {
    checkOptions("EncoderDecoder", options, ["start", "end", "maxSteps", "lengths"]);
    const [start, end, maxSteps] = (["start", "end", "maxSteps"] as const).map((name) =>
      checkInteger("EncoderDecoder", name, options[name], 0),
    );
    return noGrad(() => {
      const { cell, state: first, batch } = this.#start(source, options.lengths);
      const written = Array.from({ length: batch }, (): number[] => []);
      const over = new Set<number>();
      let state = first;
      let tokens: readonly number[] = new Array<number>(batch).fill(start);
      for (let step = 0; step < maxSteps && over.size < batch; step++) {
        const [output, next] = cell.step(this.targetEmbedding.forward(tokens as X), state);
        state = next;
        tokens = [...argmax(this.out.forward(output), { axis: 1 })];
        tokens.forEach((token, row) => {
          if (token === end) over.add(row);
          else if (!over.has(row)) written[row].push(token);
        });
      }
      return written;
    });
  }

  /** The decoder bound to an encoded source, and the state it starts from. */
  #start(
    source: X,
    lengths: Lengths | undefined,
  ): { cell: Cell<AttentionState<S>>; state: AttentionState<S>; batch: number } {
    const given = lengths === undefined ? {} : { lengths };
    const encoded = this.encoder.forward(this.sourceEmbedding.forward(source), given);
    const cell = this.decoder.over(encoded.outputs, given);
    const [, batch] = encoded.outputs.shape;
    const initial = cell.initialState(batch);
    const state = this.#bridge === undefined ? initial : { ...initial, cell: this.#bridge(encoded.state) };
    return { cell, state, batch };
  }
}
