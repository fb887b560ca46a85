import { Generator, manualSeed, noGrad, oneHot, softmax, type Indices, type Tensor } from "@rewind/autograd";
import { Linear, crossEntropy } from "@rewind/nn";
import { Adam, clipGradNorm } from "@rewind/optim";
import {
  GRUCell,
  LSTMCell,
  RNNCell,
  gradientFlow,
  truncatedBPTT,
  type Cell,
  type StateTree,
  type Window,
} from "@rewind/rnn";
import { problemWith, type Settings, type Tuning } from "./settings.ts";
import { problemWithText } from "./text.ts";

/** What one update was like. */
export interface Update {
  /** Its number, from 1. */
  readonly step: number;
  /** Mean cross-entropy of the characters read since the last update, in nats. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly gradNorm: number;
}

/** How far back the newest character's loss reaches. */
export interface Flow {
  /** ‖∂J/∂h_t‖, oldest step first, for the loss J of the last character read. */
  readonly norms: number[];
  /** What the first sequence of the batch read at each of those steps. */
  readonly characters: string[];
}

const LARGEST_BATCH = 8;

/** Trains a recurrent net to predict the next character of a text by truncated backpropagation through time. */
export class Trainer {
  readonly characters: readonly string[];
  readonly parameterCount: number;
  readonly #ids: number[];
  readonly #batch: number;
  readonly #cell: Cell & { parameters(): Tensor[] };
  readonly #output: Linear;
  readonly #optimizer: Adam;
  readonly #windows: Iterator<Window<StateTree>>;
  readonly #chance: Generator;
  #tuning: Tuning;
  #window: Window<StateTree>;
  #step = 0;

  /**
   * @throws Error that says what is wrong with the text or the settings
   */
  constructor(text: string, settings: Settings, seed: number = 1) {
    const problem = problemWithText(text) ?? problemWith(settings);
    if (problem !== null) throw new Error(problem);
    const letters = Array.from(text);
    this.characters = [...new Set(letters)].sort();
    const numbers = new Map(this.characters.map((character, id) => [character, id]));
    this.#ids = letters.map((character) => numbers.get(character) as number);
    this.#tuning = settings;
    this.#chance = new Generator(seed);
    manualSeed(seed);
    const size = this.characters.length;
    const Kind = { rnn: RNNCell, gru: GRUCell, lstm: LSTMCell }[settings.cell];
    this.#cell = new Kind(size, settings.hidden) as unknown as Cell & { parameters(): Tensor[] };
    this.#output = new Linear(settings.hidden, size);
    this.#optimizer = new Adam(this.#parameters(), { lr: settings.lr });
    this.parameterCount = this.#parameters().reduce((sum, { size: count }) => sum + count, 0);

    this.#batch = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(letters.length / 32)));
    this.#windows = truncatedBPTT({
      inputs: forever(),
      state: this.#cell.initialState(this.#batch),
      k1: settings.k1,
      k2: settings.k2,
      step: (position: number, state: StateTree) => {
        const [scores, next] = this.#read(this.#reads(position), state);
        return [crossEntropy(scores, this.#reads(position + 1)), next];
      },
    })[Symbol.iterator]();
    this.#window = this.#next();
  }

  /** Changes what may change while the net learns. */
  tune(tuning: Tuning): void {
    this.#tuning = tuning;
    for (const group of this.#optimizer.paramGroups) group.lr = tuning.lr;
  }

  /**
   * Backpropagates through the present window, updates the parameters, and reads on.
   *
   * @throws Error if the training diverged
   */
  update(): Update {
    const { losses } = this.#window;
    this.#optimizer.zeroGrad();
    this.#window.backward();
    const gradNorm = clipGradNorm(this.#parameters(), this.#tuning.clip);
    const loss = losses.reduce((sum, each) => sum + each.item(), 0) / losses.length;
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
      throw new Error(
        "The loss is no longer a number: the training diverged. Lower the learning rate or the clipping norm.",
      );
    }
    this.#optimizer.step();
    this.#window = this.#next();
    return { step: ++this.#step, loss, gradNorm };
  }

  /** The gradient of the newest character's loss at every state it may reach, up to where the tape is cut. */
  flow(): Flow {
    const { t, start, losses, states } = this.#window;
    const { norms } = gradientFlow(losses[losses.length - 1], states, { updatedLeaves: true });
    const found = norms.h ?? norms.state;
    const read = Array.from({ length: t - start }, (_, i) => this.#reads(start + i)[0]);
    return { norms: Array.from(found), characters: read.map((id) => this.characters[id]) };
  }

  /** Lets the net write, starting from the text's first character. */
  sample(length: number, temperature: number = 0.7): string {
    return noGrad(() => {
      let id = this.#ids[0];
      let state = this.#cell.initialState(1);
      let written = this.characters[id];
      while (Array.from(written).length < length) {
        const [scores, next] = this.#read([id], state);
        id = draw(softmax(scores.div(temperature), { axis: 1 }).data, this.#chance.uniform());
        state = next;
        written += this.characters[id];
      }
      return written;
    });
  }

  #read(ids: Indices, state: StateTree): [scores: Tensor, state: StateTree] {
    const [h, next] = this.#cell.step(oneHot(ids, this.characters.length), state);
    return [this.#output.forward(h), next];
  }

  /** What each reader of the batch reads at a step: all of the text, again and again, each from a place of its own. */
  #reads(step: number): number[] {
    const apart = Math.floor(this.#ids.length / this.#batch);
    return Array.from(
      { length: this.#batch },
      (_, row) => this.#ids[(row * apart + step) % this.#ids.length],
    );
  }

  #next(): Window<StateTree> {
    return (this.#windows.next() as IteratorYieldResult<Window<StateTree>>).value;
  }

  #parameters(): Tensor[] {
    return [...this.#cell.parameters(), ...this.#output.parameters()];
  }
}

/** All steps, from 0. */
function* forever(): IterableIterator<number> {
  for (let t = 0; ; t++) yield t;
}

/** The first entry at which the running sum of probabilities passes `at`. */
function draw(probabilities: ArrayLike<number>, at: number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += probabilities[i];
    if (at < sum) return i;
  }
  return probabilities.length - 1;
}
