import { manualSeed, noGrad, type Generator, type Tensor } from "@rewind/autograd";
import { crossEntropy } from "@rewind/nn";
import { Adam, AdamW, SGD, clipGradNorm, type Optimizer } from "@rewind/optim";
import type { Corpus } from "./corpus.ts";
import { batchify, flattenState, windows } from "@rewind/rnn";
import { CharModel, type State } from "./model.ts";
import type { Settings } from "./options.ts";
import { UserError } from "./user-error.ts";
import { backpropagate, updatesPerStretch } from "./stretch.ts";

/** What one update of the parameters was like. */
export interface Update {
  /** Its number, from 1. */
  readonly step: number;
  /** Mean cross-entropy of the predicted characters, in nats. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly gradNorm: number;
  readonly lr: number;
}

/** Where a run is: with the model, the optimizer, the generator and the carried state, all there is to it. */
export interface Progress {
  /** Updates made. */
  step: number;
  epoch: number;
  /** Characters of the present epoch that every stream has read. */
  position: number;
}

/** So many times as bad as a blind guess. A learning rate that can still be borne does not lead there. */
const HOPELESS = 10;

/** A run of truncated backpropagation through time over a text. */
export class Training {
  readonly settings: Settings;
  readonly model: CharModel;
  readonly optimizer: Optimizer;
  /** The one source of chance: initial weights and dropout. */
  readonly generator: Generator;
  progress: Progress = { step: 0, epoch: 0, position: 0 };
  /** The memory carried into the next stretch, without history; undefined at the start of an epoch. */
  state: State | undefined;
  readonly updatesPerEpoch: number;
  /** In the whole run. */
  readonly updates: number;
  /** The text as `batch` streams side by side, one array per time step. */
  readonly #text: number[][];

  constructor(corpus: Corpus, settings: Settings) {
    const { batch, k1, epochs, steps, seed } = settings;
    this.settings = settings;
    // The last character of a stream is only ever predicted.
    this.updatesPerEpoch = Math.floor((Math.floor(corpus.training.length / batch) - 1) / k1);
    if (this.updatesPerEpoch < 1) {
      throw new UserError(
        `${corpus.name}: ${corpus.training.length} characters to learn from are too few for --batch ${batch} times --k1 ${k1}; ` +
          `lower one of them, or give a longer text`,
      );
    }
    this.#text = batchify(corpus.training, batch);
    this.updates = epochs > 0 ? epochs * this.updatesPerEpoch : steps;
    this.generator = manualSeed(seed);
    this.model = new CharModel(corpus.vocabulary.size, settings);
    this.optimizer = optimizerOf(this.model, settings);
  }

  get finished(): boolean {
    return this.progress.step >= this.updates;
  }

  /**
   * Goes on from where another run of the same settings was between two stretches.
   *
   * @throws Error if no such run can have been there
   */
  resumeAt(progress: Progress, state: State | undefined): void {
    const { batch, k1 } = this.settings;
    if (progress.position % k1 !== 0 || progress.position >= this.updatesPerEpoch * k1)
      throw new Error(`no update ends at position ${progress.position}`);
    const wanted = shapesOf(this.model.recurrent.initialState(batch));
    if (state !== undefined && shapesOf(state) !== wanted)
      throw new Error(`the carried state is ${shapesOf(state)}, not ${wanted}`);
    this.progress = { ...progress };
    this.state = state;
  }

  /**
   * Trains on the next stretch of text and yields each update. Between two stretches there is no tape: that is where
   * a run can be saved. With k1 = k2 a stretch is one update; with overlapping windows (k1 < k2) it is several.
   */
  *stretch(): Iterable<Update> {
    const { progress, settings } = this;
    const { k1 } = settings;
    const done = progress.position / k1;
    const updates = Math.min(
      updatesPerStretch(settings),
      this.updatesPerEpoch - done,
      this.updates - progress.step,
    );
    const steps = updates * k1;
    const [text] = windows(this.#text.slice(progress.position, progress.position + steps + 1), steps);
    for (const { loss, state } of backpropagate(this.model, text, settings, this.state)) {
      yield this.#update(loss);
      this.state = state;
    }
    progress.position += steps;
    if (done + updates === this.updatesPerEpoch) {
      progress.position = 0;
      progress.epoch++;
      this.state = undefined;
    }
  }

  /**
   * Reads on a little, without learning, to find out whether the last updates have done harm: what is saved must be worth
   * going on from.
   *
   * @throws UserError if the training has diverged
   */
  probe(): void {
    const { progress, model } = this;
    const [window] = windows(
      this.#text.slice(progress.position, progress.position + this.settings.k1 + 1),
      this.settings.k1,
    );
    model.eval();
    const { logits } = noGrad(() => model.forward(window.inputs, this.state));
    model.train();
    this.#judge(crossEntropy(logits, window.targets.flat()).item());
  }

  /** Throws if a loss, in nats, is one that no training comes back from. */
  #judge(loss: number): void {
    const blind = Math.log(this.model.output.weight.shape[0]);
    if (loss < HOPELESS * blind) return;
    const bits = Number.isFinite(loss) ? (loss / Math.LN2).toPrecision(3) : String(loss);
    throw new UserError(
      `${bits} bits per character after update ${this.progress.step}, where a blind guess takes ${(blind / Math.LN2).toFixed(2)}: ` +
        `the training diverged; try a lower --lr or --clip`,
    );
  }

  /** Clips the gradients that have gathered, and lets the optimizer use them. */
  #update(loss: number): Update {
    const parameters: Tensor[] = this.model.parameters();
    const gradNorm = clipGradNorm(parameters, this.settings.clip);
    this.#judge(Number.isFinite(gradNorm) ? loss : gradNorm);
    const lr = this.#learningRate();
    for (const group of this.optimizer.paramGroups) group.lr = lr;
    this.optimizer.step();
    this.optimizer.zeroGrad();
    return { step: ++this.progress.step, loss, gradNorm, lr };
  }

  /** Falls along a straight line: large steps find the region, small ones settle in it. */
  #learningRate(): number {
    return this.settings.lr * (1 - 0.95 * (this.progress.step / this.updates));
  }
}

function optimizerOf(model: CharModel, { optimizer, lr }: Settings): Optimizer {
  const parameters = model.parameters();
  if (optimizer === "sgd") return new SGD(parameters, { lr, momentum: 0.9 }) as unknown as Optimizer;
  return new { adam: Adam, adamw: AdamW }[optimizer](parameters, { lr }) as unknown as Optimizer;
}

function shapesOf(state: State): string {
  return flattenState(state)
    .map(({ path, tensor }) => `${path} [${tensor.shape.join(", ")}]`)
    .join(", ")
    .trim();
}
