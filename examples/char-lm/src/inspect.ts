import { existsSync } from "node:fs";
import { crossEntropy } from "@rewind/nn";
import { batchify, gradientFlow, windows } from "@rewind/rnn";
import { loadCheckpoint } from "./checkpoint.ts";
import { readCorpus, type Corpus } from "./corpus.ts";
import { breathe } from "./evaluate.ts";
import { factorPerStep, flowChart, type Flow } from "./flow-chart.ts";
import type { CharModel } from "./model.ts";
import { readOptions, type Values } from "./option.ts";
import { cells, trainingOptions, type Settings, type inspectOptions } from "./options.ts";
import { modelOf } from "./sample.ts";
import { Training } from "./training.ts";
import { UserError } from "./user-error.ts";
import { wrap } from "./wrap.ts";

/** Places in the text that are looked at together, so that no single word decides what is seen. */
const PLACES = 16;
/** Flows side by side: more do not fit in 80 columns. */
const CHART = 3;

/** `inspect`: how far gradients travel back, in the trained model and in the three cells side by side. */
export async function inspect(
  files: readonly string[],
  options: Values<typeof inspectOptions>,
  given: ReadonlySet<string>,
): Promise<void> {
  const { length, steps, seed } = options;
  const isFresh = !given.has("checkpoint") && !existsSync(options.checkpoint);
  const { settings, corpus, model, title } = isFresh
    ? freshSubject(files, options)
    : trainedSubject(files, options);
  console.log(wrap(`${title} reading ${corpus.name}: ‖∂J/∂state‖, J the loss of the last character`, 0));
  show(flowsOf(model, corpus, length));

  const small = { ...settings, k1: length, k2: length, layers: 1, dropout: 0, steps, epochs: 0, seed };
  const flows: Flow[] = [];
  for (const cell of cells) {
    const training = new Training(corpus, { ...small, cell });
    while (!training.finished) {
      for (const _ of training.stretch()) await breathe();
    }
    const own = flowsOf(training.model.eval(), corpus, length);
    flows.push(...own.map(({ name, norms }) => ({ name: `${cell.toUpperCase()} ${name}`, norms })));
  }
  console.log(
    `\nThe three cells with the same ${settings.hidden} hidden numbers, after ${steps} updates each`,
  );
  show(flows);
}

interface Subject {
  readonly settings: Settings;
  readonly corpus: Corpus;
  readonly model: CharModel;
  readonly title: string;
}

function trainedSubject(files: readonly string[], options: Values<typeof inspectOptions>): Subject {
  const checkpoint = loadCheckpoint(options.checkpoint);
  const { settings, progress, vocabulary } = checkpoint;
  const title = `${options.checkpoint}, ${settings.cell.toUpperCase()} ${settings.hidden}, ${progress.step} updates,`;
  return {
    settings,
    corpus: readCorpus(files, vocabulary),
    model: modelOf(checkpoint, options.checkpoint),
    title,
  };
}

/** What `train` would begin with. */
function freshSubject(
  files: readonly string[],
  { seed, checkpoint }: Values<typeof inspectOptions>,
): Subject {
  const defaults = readOptions(trainingOptions, {}).values;
  const settings = { ...defaults, k2: defaults.k1, seed };
  const corpus = readCorpus(files);
  const { model } = new Training(corpus, settings);
  const what = `${settings.cell.toUpperCase()} ${settings.hidden}`;
  const title = `No checkpoint ${checkpoint} yet ("train" makes one): a fresh ${what}, untrained,`;
  return { settings, corpus, model: model.eval(), title };
}

/** One flow per tensor of the state: `h`, for an LSTM also `c`, and by layer where there are several. */
export function flowsOf(model: CharModel, { name, heldOut }: Corpus, length: number): Flow[] {
  const places = Math.min(PLACES, Math.floor(heldOut.length / (length + 1)));
  if (places < 1) {
    throw new UserError(
      `${name}: ${heldOut.length} held-out characters are too few for --length ${length}; give a longer text, or a lower --length`,
    );
  }
  const [{ inputs, targets }] = windows(batchify(heldOut, places), length);
  const { logits, states } = model.trace(inputs);
  const last = logits.slice([[-places]]);
  const { norms } = gradientFlow(crossEntropy(last, targets[length - 1]), states);
  return Object.entries(norms).map(([key, values]) => ({
    name: `‖∂J/∂${key.replace("state", "h")}‖`,
    norms: values,
  }));
}

function show(flows: readonly Flow[]): void {
  for (let i = 0; i < flows.length; i += CHART) {
    console.log(`\n${flowChart(flows.slice(i, i + CHART)).join("\n")}`);
  }
  console.log("");
  for (const { name, norms } of flows) {
    const factor = factorPerStep(norms);
    const change =
      factor === null ? "vanishes altogether" : `is multiplied by ${factor.toFixed(3)} per step back`;
    console.log(`${name} ${change}`);
  }
}
