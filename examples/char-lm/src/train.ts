import { existsSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { prepareFile, writeAtomically } from "./atomic-write.ts";
import { loadCheckpoint, restore, saveCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { readCorpus, type Corpus } from "./corpus.ts";
import { breathe, heldOutBits } from "./evaluate.ts";
import { Interrupt } from "./interrupt.ts";
import { LossCurve } from "./loss-curve.ts";
import type { Values } from "./option.ts";
import { trainingOptions, type Settings, type trainOptions } from "./options.ts";
import { ProgressBar } from "./progress-bar.ts";
import { introduction, results } from "./report.ts";
import { generate } from "./sampling.ts";
import { Training } from "./training.ts";
import { UserError } from "./user-error.ts";

type TrainValues = Values<typeof trainOptions>;

/** `train`: from a text to a model, with all that is told on the way. Returns the exit code. */
export async function train(
  files: readonly string[],
  values: TrainValues,
  given: ReadonlySet<string>,
): Promise<number> {
  const file = values.checkpoint;
  const checkpoint = values.resume ? loadCheckpoint(file) : null;
  const settings = settingsOf(values, given, checkpoint, file);
  const corpus = readCorpus(files);
  if (checkpoint !== null && checkpoint.text.digest !== corpus.digest) {
    throw new UserError(
      `${file} was trained on ${checkpoint.text.name}, and this is another text: give the same files, or leave out --resume`,
    );
  }
  const training = new Training(corpus, settings);
  if (checkpoint !== null) restore(training, checkpoint, file);
  prepareFile(file);
  const curve = values.log === "" ? null : new LossCurve(values.log, training.progress.step);
  if (checkpoint === null) keepEarlier(file);
  console.log(`${introduction(corpus, training)}\n`);

  const exitCode = await run(training, corpus, values, curve);
  if (exitCode !== 0) {
    const again = ["train", ...files, "--resume", "--checkpoint", file].join(" ");
    console.log(
      `\nStopped after update ${training.progress.step} of ${training.updates}. Go on with: npm start -- ${again}`,
    );
    return exitCode;
  }
  console.log(`\n${await results(corpus, training)}`);
  if (values.sample > 0) {
    const { sample: length, temperature } = values;
    const text = generate(training.model, corpus.vocabulary, {
      length,
      prompt: "The ",
      temperature,
      seed: settings.seed,
    });
    console.log(`\nThe model writes (temperature ${temperature}):\n\n${text}\n`);
  }
  console.log(`The model is in ${file}\nSee also: sample, inspect, train --resume --epochs N, --help`);
  return 0;
}

/** Trains until done or interrupted; saves on the way and at the end. Returns 0, or the signal's exit code. */
async function run(
  training: Training,
  corpus: Corpus,
  values: TrainValues,
  curve: LossCurve | null,
): Promise<number> {
  const { batch, k1 } = training.settings;
  const bar = new ProgressBar(training.progress.step, training.updates, batch * k1);
  const interrupt = new Interrupt();
  const { checkpoint } = values;
  const save = (): void => {
    training.probe();
    saveCheckpoint(checkpoint, training, corpus);
    saved = training.progress.step;
  };
  let saved = training.progress.step;
  try {
    while (!training.finished && interrupt.exitCode === null) {
      const { epoch } = training.progress;
      for (const update of training.stretch()) {
        bar.update(update);
        curve?.add(update);
        await breathe();
      }
      if (training.progress.epoch > epoch && !training.finished) {
        bar.heldOut(await heldOutBits(training.model, corpus.heldOut));
      }
      if (training.progress.step - saved >= values.every) {
        save();
      }
    }
    save();
    return interrupt.exitCode ?? 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const kept = saved > 0 ? `; ${checkpoint} holds update ${saved}` : "; nothing of it was saved";
    throw new UserError(`${error.message}${kept}`);
  } finally {
    bar.stop();
    interrupt.release();
  }
}

/** A resumed run has the checkpoint's settings; only its length may be given anew. */
function settingsOf(
  values: TrainValues,
  given: ReadonlySet<string>,
  checkpoint: Checkpoint | null,
  file: string,
): Settings {
  if (given.has("steps") && given.has("epochs"))
    throw new UserError("--steps and --epochs both say how long to train; give one of them");
  const asked = Object.fromEntries(
    Object.keys(trainingOptions).map((name) => [name, values[name as keyof Settings]]),
  ) as Settings;
  if (asked.k2 === 0) asked.k2 = asked.k1;
  if (checkpoint === null) return asked;
  const { settings } = checkpoint;
  const length = ["steps", "epochs"];
  for (const name of Object.keys(trainingOptions) as (keyof Settings)[]) {
    if (given.has(name) && !length.includes(name) && asked[name] !== settings[name]) {
      throw new UserError(
        `${file} was trained with --${name} ${settings[name]}, not ${asked[name]}: leave the option out, or leave out --resume`,
      );
    }
  }
  if (!length.some((name) => given.has(name))) return settings;
  return { ...settings, steps: asked.steps, epochs: asked.epochs };
}

/** A new run must not cost an old one: what the checkpoint's name holds is put aside first. */
function keepEarlier(file: string): void {
  if (!existsSync(file)) return;
  const extension = extname(file);
  const aside = `${file.slice(0, file.length - extension.length)}.previous${extension}`;
  writeAtomically(aside, readFileSync(file));
  console.log(`An earlier checkpoint is kept as ${aside}\n`);
}
