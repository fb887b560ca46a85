import {
  Generator,
  manualSeed,
  noGrad,
  oneHot,
  softmax,
  zeros,
  type Indices,
  type Tensor,
} from "@rewind/autograd";
import { Linear, crossEntropy } from "@rewind/nn";
import { Adam, SGD, clipGradNorm, type Optimizer } from "@rewind/optim";
import { gradientFlow, truncatedBPTT, type StateTree, type Window } from "@rewind/rnn";
import { argmax } from "./argmax.ts";
import { makeCell, type TrainedCell } from "./make-cell.ts";
import type { Reading } from "./reading.ts";
import { recallReading } from "./recall-reading.ts";
import { problemWith, type CellName, type Settings, type Tuning } from "./settings.ts";
import { textReading } from "./text-reading.ts";

/** What one update was like. */
export interface Update {
  /** Its number, from 1. */
  readonly step: number;
  /** Mean cross-entropy of what was asked for since the last update, in nats. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly gradNorm: number;
}

/** How far back the newest answer's loss J reaches; oldest step first. */
export interface Flow {
  /** ‖∂J/∂h_t‖ */
  readonly h: readonly number[];
  /** ‖∂J/∂c_t‖ of an LSTM, of other cells null. */
  readonly c: readonly number[] | null;
  /** What the first sequence of the batch read at each of those steps. */
  readonly characters: readonly string[];
  /** Where among the steps the answer was read; null where no single step holds it, -1 where that lies before the cut. */
  readonly source: number | null;
}

/** Answers of the last questions, of which {@link Trainer.recalled} tells the share that was right. */
const REMEMBERED = 20;

/** Trains one recurrent net to predict what it is asked for, by truncated backpropagation through time. */
export class Trainer {
  readonly reading: Reading;
  readonly parameterCount: number;
  readonly #cell: TrainedCell;
  readonly #output: Linear;
  readonly #optimizer: Optimizer;
  readonly #windows: Iterator<Window<StateTree>>;
  readonly #chance: Generator;
  #right: number[] = [];
  #tuning: Tuning;
  #window: Window<StateTree>;
  #step = 0;

  /**
   * @param cell which of the cells that the settings ask for
   * @throws Error that says what is wrong with the text or the settings
   */
  constructor(text: string, settings: Settings, cell: CellName, seed: number = 1) {
    const problem = problemWith(settings);
    if (problem !== null) throw new Error(problem);
    this.reading = settings.task === "text" ? textReading(text) : recallReading(settings.distance, seed);
    this.#tuning = settings;
    this.#chance = new Generator(seed);
    manualSeed(seed);
    const { characters, batch } = this.reading;
    this.#cell = makeCell(cell, characters.length, settings);
    this.#output = new Linear(settings.hidden, characters.length);
    const Kind = settings.optimizer === "sgd" ? SGD : Adam;
    this.#optimizer = new Kind(this.#parameters(), { lr: settings.lr });
    this.parameterCount = this.#parameters().reduce((sum, { size }) => sum + size, 0);
    this.#windows = truncatedBPTT({
      inputs: forever(),
      state: this.#cell.initialState(batch),
      k1: settings.k1,
      k2: settings.k2,
      step: (t: number, state: StateTree) => this.#readOn(t, state),
    })[Symbol.iterator]();
    this.#window = this.#next();
  }

  /** The share of the last answers that were right, where questions are asked; null where all is predicted. */
  get recalled(): number | null {
    if (this.reading.period === 1 || this.#right.length === 0) return null;
    return this.#right.reduce((sum, each) => sum + each, 0) / this.#right.length;
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
    const asked = this.#window.losses.filter((_, i) => this.reading.asks(this.#stepOfLoss(i)));
    this.#optimizer.zeroGrad();
    this.#window.backward();
    const gradNorm = clipGradNorm(this.#parameters(), this.#tuning.clip);
    const loss = asked.reduce((sum, each) => sum + each.item(), 0) / asked.length;
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
      throw new Error(
        "The loss is no longer a number: the training diverged. Lower the learning rate or the clipping norm.",
      );
    }
    this.#optimizer.step();
    this.#window = this.#next();
    return { step: ++this.#step, loss, gradNorm };
  }

  /** The gradient of the newest answer's loss at every state it may reach, up to where the tape is cut. */
  flow(): Flow {
    const { start, losses } = this.#window;
    const newest = losses.map(({ requiresGrad }) => requiresGrad).lastIndexOf(true);
    const asked = this.#stepOfLoss(newest);
    const states = this.#window.states.slice(0, asked - start);
    const norms: Record<string, Float64Array> = gradientFlow(losses[newest], states, {
      updatedLeaves: true,
    }).norms;
    const source = this.reading.source(asked);
    return {
      h: Array.from(norms.h ?? norms.state),
      c: norms.c === undefined ? null : Array.from(norms.c),
      characters: states.map((_, i) => this.reading.characters[this.reading.at(start + i)[0]]),
      source: source === null ? null : Math.max(-1, source - start),
    };
  }

  /** Lets the net write: what it has read so far does not matter. */
  sample(length: number, temperature: number = 0.7): string {
    let state = this.#cell.initialState(1);
    const say = (id: number): ArrayLike<number> => {
      const [scores, next] = noGrad(() => this.#read([id], state));
      state = next;
      return noGrad(() => softmax(scores.div(temperature), { axis: 1 })).data;
    };
    return this.reading.write(say, this.#chance, length);
  }

  #readOn(t: number, state: StateTree): [loss: Tensor, state: StateTree] {
    const [scores, next] = this.#read(this.reading.at(t), state);
    if (!this.reading.asks(t + 1)) return [zeros([]), next];
    const targets = this.reading.at(t + 1);
    if (this.reading.period > 1) this.#mark(scores, targets);
    return [crossEntropy(scores, targets), next];
  }

  #mark(scores: Tensor, targets: readonly number[]): void {
    const size = this.reading.characters.length;
    const answer = (row: number): number => argmax(scores.data.subarray(row * size, (row + 1) * size));
    const right = targets.map((target, row) => Number(answer(row) === target));
    this.#right = [...this.#right, ...right].slice(-REMEMBERED * targets.length);
  }

  #read(ids: Indices, state: StateTree): [scores: Tensor, state: StateTree] {
    const [h, next] = this.#cell.step(oneHot(ids, this.reading.characters.length), state);
    return [this.#output.forward(h), next];
  }

  /** The step whose characters the i-th loss of the window is about. */
  #stepOfLoss(i: number): number {
    return this.#window.t - this.#window.losses.length + i + 1;
  }

  /** The next window in which something is asked for that an update reaches. */
  #next(): Window<StateTree> {
    for (let tries = 0; tries < this.reading.period; tries++) {
      const { value } = this.#windows.next() as IteratorYieldResult<Window<StateTree>>;
      if (value.loss.requiresGrad) return value;
    }
    throw new Error(
      "With these k1 and k2 no update ever reaches a question: choose a k2 no smaller than k1.",
    );
  }

  #parameters(): Tensor[] {
    return [...this.#cell.parameters(), ...this.#output.parameters()];
  }
}

/** All steps, from 0. */
function* forever(): IterableIterator<number> {
  for (let t = 0; ; t++) yield t;
}
