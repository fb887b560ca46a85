import { crossEntropy } from "@rewind/nn";
import { batchify, gradientFlow, windows } from "@rewind/rnn";
import { loadCheckpoint } from "./checkpoint.ts";
import { readCorpus, type Corpus } from "./corpus.ts";
import { breathe } from "./evaluate.ts";
import { factorPerStep, flowChart, type Flow } from "./flow-chart.ts";
import type { CharModel } from "./model.ts";
import type { Values } from "./option.ts";
import { cells, type inspectOptions } from "./options.ts";
import { modelOf } from "./sample.ts";
import { Training } from "./training.ts";
import { UserError } from "./user-error.ts";

/** Places in the text that are looked at together, so that no single word decides what is seen. */
const PLACES = 16;

/** `inspect`: how far gradients travel back, in the trained model and in the three cells side by side. */
export async function inspect(
  files: readonly string[],
  options: Values<typeof inspectOptions>,
): Promise<void> {
  const { length, steps, seed } = options;
  const checkpoint = loadCheckpoint(options.checkpoint);
  const { settings, progress } = checkpoint;
  const trained = modelOf(checkpoint, options.checkpoint);
  const corpus = readCorpus(files, checkpoint.vocabulary);

  const title = `${settings.cell.toUpperCase()} ${settings.hidden}, ${progress.step} updates`;
  console.log(
    `${options.checkpoint} (${title}), reading ${corpus.name}: ‖∂J/∂state‖, J the loss of the last character`,
  );
  show(flowsOf(trained, corpus, length));

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
  console.log(`\n${flowChart(flows).join("\n")}\n`);
  for (const { name, norms } of flows) {
    const factor = factorPerStep(norms);
    const change =
      factor === null ? "vanishes altogether" : `is multiplied by ${factor.toFixed(3)} per step back`;
    console.log(`${name} ${change}`);
  }
}
