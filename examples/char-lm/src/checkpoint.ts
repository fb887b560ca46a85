import { readFileSync } from "node:fs";
import { Tensor, loadSafetensors, saveSafetensors, type GeneratorState } from "@rewind/autograd";
import type { OptimizerState, ParamState } from "@rewind/optim";
import { regularFile, writeAtomically } from "./atomic-write.ts";
import type { Corpus } from "./corpus.ts";
import type { State } from "./model.ts";
import { readOptions } from "./option.ts";
import { trainingOptions, type Settings } from "./options.ts";
import type { Progress, Training } from "./training.ts";
import { UserError, reasonOf } from "./user-error.ts";
import { Vocabulary } from "./vocabulary.ts";

/** Everything a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly settings: Settings;
  readonly vocabulary: Vocabulary;
  /** Name and fingerprint of the text it was trained on. */
  readonly text: { readonly name: string; readonly digest: string };
  readonly weights: Record<string, Tensor>;
  readonly optimizer: OptimizerState;
  readonly generator: GeneratorState;
  readonly progress: Progress;
  readonly state: State | undefined;
}

const FORMAT = "rewind char-lm 1";

/**
 * Writes a run to a safetensors file, atomically. The tensors are `model.*`, `optimizer.*` and `state.*`; what is not
 * a tensor stands in the metadata as JSON. Only the `model.*` tensors matter to other programs.
 */
export function saveCheckpoint(file: string, training: Training, corpus: Corpus): void {
  const { state, paramGroups } = training.optimizer.stateDict();
  const tensors: Record<string, Tensor> = {};
  const counters: Record<string, Record<string, number>> = {};
  for (const [name, weight] of Object.entries(training.model.stateDict())) tensors[`model.${name}`] = weight;
  for (const [position, entries] of Object.entries(state)) {
    counters[position] = {};
    for (const [name, value] of Object.entries(entries)) {
      if (value instanceof Tensor) tensors[`optimizer.${position}.${name}`] = value;
      else counters[position][name] = value;
    }
  }
  if (training.state instanceof Tensor) tensors["state.h"] = training.state;
  else if (training.state !== undefined) {
    tensors["state.h"] = training.state.h;
    tensors["state.c"] = training.state.c;
  }
  const remarks = {
    settings: training.settings,
    vocabulary: corpus.vocabulary.characters,
    text: { name: corpus.name, digest: corpus.digest },
    progress: training.progress,
    generator: training.generator.state(),
    optimizer: { paramGroups, counters },
  };
  const metadata = Object.fromEntries(
    Object.entries(remarks).map(([key, value]) => [key, JSON.stringify(value)]),
  );
  writeAtomically(file, saveSafetensors(tensors, { format: FORMAT, ...metadata }));
}

/** Reads what {@link saveCheckpoint} wrote. Anything else is refused in one line. */
export function loadCheckpoint(file: string): Checkpoint {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(regularFile(file));
  } catch (error) {
    throw new UserError(`cannot read the checkpoint ${file}: ${reasonOf(error)}; "train" makes one`);
  }
  const { tensors, metadata } = refuse(`${file} is damaged, or no safetensors file`, () =>
    loadSafetensors(bytes),
  );
  if (metadata.format !== FORMAT) {
    throw new UserError(`${file} is a safetensors file, but not a checkpoint of this program`);
  }
  return refuse(`${file} is damaged`, () => decode(tensors, metadata));
}

/** Puts a run where the checkpoint was. */
export function restore(training: Training, checkpoint: Checkpoint, file: string): void {
  refuse(`${file} does not fit its own settings`, () => {
    training.model.loadStateDict(checkpoint.weights);
    training.optimizer.loadStateDict(checkpoint.optimizer);
    training.generator.restore(checkpoint.generator);
    training.resumeAt(checkpoint.progress, checkpoint.state);
  });
}

/** Turns any failure of `fn` into one line that begins with `what`. */
export function refuse<T>(what: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw new UserError(`${what}: ${(error as Error).message}`);
  }
}

function decode(tensors: Record<string, Tensor>, metadata: Record<string, string>): Checkpoint {
  const read = (key: string): never => JSON.parse(metadata[key] ?? "null") as never;
  const { paramGroups, counters } = read("optimizer") as {
    paramGroups: OptimizerState["paramGroups"];
    counters: Record<string, Record<string, number>>;
  };
  const weights: Record<string, Tensor> = {};
  const memory: Record<string, Tensor> = {};
  const state: Record<string, ParamState> = structuredClone(counters);
  for (const [name, value] of Object.entries(tensors)) {
    const [kind, ...rest] = name.split(".");
    if (kind === "model") weights[rest.join(".")] = value;
    else if (kind === "optimizer") state[rest[0]][rest[1]] = value;
    else if (kind === "state") memory[rest[0]] = value;
  }
  return {
    settings: decodeSettings(read("settings")),
    vocabulary: decodeVocabulary(read("vocabulary")),
    text: read("text"),
    weights,
    optimizer: { state, paramGroups },
    generator: read("generator"),
    progress: decodeProgress(read("progress")),
    state: memory.c === undefined ? memory.h : { h: memory.h, c: memory.c },
  };
}

/** Held to the same bounds as the command line: a file may ask for a model of any size. */
function decodeSettings(stored: Readonly<Record<string, unknown>>): Settings {
  const typed = Object.entries(stored).filter(([name, value]) => name !== "epochs" || value !== 0);
  const { values, given } = readOptions(
    trainingOptions,
    Object.fromEntries(typed.map(([name, value]) => [name, String(value)])),
  );
  const missing = Object.keys(trainingOptions).filter((name) => name !== "epochs" && !given.has(name));
  if (missing.length > 0) throw new Error(`its settings lack ${missing.join(", ")}`);
  return values;
}

function decodeVocabulary(stored: unknown): Vocabulary {
  if (!Array.isArray(stored) || stored.length < 2 || !stored.every((entry) => typeof entry === "string")) {
    throw new Error("its vocabulary is not a list of characters");
  }
  return new Vocabulary(stored);
}

function decodeProgress(stored: Progress): Progress {
  const { step, epoch, position } = stored;
  for (const value of [step, epoch, position]) {
    if (!Number.isSafeInteger(value) || value < 0) throw new Error("its progress is not in whole numbers");
  }
  return { step, epoch, position };
}
