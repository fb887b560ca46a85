import type { Tensor } from "@rewind/autograd";
import { Dropout, Embedding, Linear, Module } from "@rewind/nn";
import { GRU, LSTM, RNN, type Rows, type StateOf } from "@rewind/rnn";
import type { CellName } from "./options.ts";

/** The memory that is carried from one character to the next: `h`, and for the LSTM `c`; each `[layers, B, H]`. */
export type State = StateOf<RNN | LSTM | GRU>;

export interface ModelOptions {
  readonly cell: CellName;
  readonly layers: number;
  readonly hidden: number;
  readonly embedding: number;
  readonly dropout: number;
}

/** Embedding, recurrent layers, and a linear layer that scores every character as the next one. */
export class CharModel extends Module {
  readonly embedding: Embedding;
  readonly recurrent: RNN | LSTM | GRU;
  readonly dropout: Dropout;
  readonly output: Linear;

  constructor(vocabularySize: number, options: ModelOptions) {
    super();
    const { layers, hidden, embedding, dropout } = options;
    const Layer = { rnn: RNN, lstm: LSTM, gru: GRU }[options.cell];
    this.embedding = new Embedding(vocabularySize, embedding);
    // A layer drops between its layers only: a single one has nowhere to.
    this.recurrent = new Layer(embedding, hidden, {
      numLayers: layers,
      dropout: layers > 1 ? dropout : 0,
    });
    this.dropout = new Dropout(dropout);
    this.output = new Linear(hidden, vocabularySize);
  }

  /**
   * Reads `T` characters of `B` texts, from `state` on (default: zeros).
   *
   * @param ids the characters, `[T, B]`
   * @returns scores of the characters that follow, `[T·B, V]` in the order of `ids`, and the state after the last
   */
  forward(ids: number[][], state?: State): { logits: Tensor; state: State } {
    const { outputs, state: last } = this.recurrent.forward(this.embedding.forward(ids), { state });
    return { logits: this.#score(outputs), state: last };
  }

  /** As `forward` from a state of zeros, with the state after every step as it stands on the tape. */
  trace(ids: number[][]): { logits: Tensor; states: Rows<State>[] } {
    const { outputs, states } = this.recurrent.forward(this.embedding.forward(ids), { keepStates: true });
    return { logits: this.#score(outputs), states: states! };
  }

  #score(outputs: Tensor): Tensor {
    const [T, B, H] = outputs.shape;
    return this.output.forward(this.dropout.forward(outputs.reshape([T * B, H])));
  }
}
