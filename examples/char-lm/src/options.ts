import { fileURLToPath } from "node:url";
import { relative } from "node:path";
import { choice, decimal, integer, text, toggle, type Values } from "./option.ts";

export const cells = ["rnn", "lstm", "gru"] as const;
export type CellName = (typeof cells)[number];

const defaultCheckpoint = relative(
  process.cwd(),
  fileURLToPath(new URL("../checkpoints/char-lm.safetensors", import.meta.url)),
);
const checkpoint = text("where the model is kept", defaultCheckpoint, "FILE");

const positive = (x: number): boolean => x > 0;

/** What makes a model and a run of training. Stored in the checkpoint. */
export const trainingOptions = {
  cell: choice("the recurrent layer", "gru", cells),
  layers: integer("recurrent layers, one above the other", 1, 1, 16),
  hidden: integer("numbers in the hidden state: the model's memory", 128, 1, 4096),
  embedding: integer("numbers that stand for one character", 32, 1, 4096),
  dropout: decimal("part of the activations left out at random while training", 0, "a number from 0 up to 1", (x) => x >= 0 && x < 1), // prettier-ignore
  batch: integer("places in the text that are read side by side", 16, 1, 4096),
  k1: integer("characters between two updates", 32, 1, 100_000),
  k2: integer("characters that gradients travel back (default: k1)", 0, 1, 100_000),
  clip: decimal(
    "largest gradient norm; longer gradients are shortened to it",
    1,
    "a number above 0",
    positive,
  ),
  optimizer: choice("the update rule", "adam", ["adam", "adamw", "sgd"]),
  lr: decimal("learning rate at the start; it falls to a twentieth", 0.01, "a number above 0", positive),
  steps: integer("updates in all", 6500, 1, 1e9),
  epochs: integer("passes over the text, instead of --steps", 0, 1, 1e6),
  seed: integer("start of the random numbers: same seed, same curve", 1, 0, Number.MAX_SAFE_INTEGER),
} as const;

export type Settings = Values<typeof trainingOptions>;

/** What a run of `train` takes beside the settings it stores. */
export const trainOptions = {
  ...trainingOptions,
  checkpoint,
  every: integer("updates between two checkpoints", 200, 1, 1e9),
  resume: toggle("continue from the checkpoint, bit for bit as if never stopped"),
  log: text("also write the loss curve there, one line per update (CSV)", "", "FILE"),
  sample: integer("characters to write when done", 400, 0, 1e6),
  temperature: temperature(),
} as const;

export const sampleOptions = {
  checkpoint,
  length: integer("characters to write", 600, 1, 1e7),
  prompt: text("how the text begins", "The ", "TEXT"),
  temperature: temperature(),
  seed: trainingOptions.seed,
} as const;

export const inspectOptions = {
  checkpoint,
  length: integer("time steps to look back through", 32, 2, 2000),
  steps: integer(
    "updates by which RNN, LSTM and GRU are trained before they are compared; 0 for none",
    60,
    0,
    1e6,
  ),
  seed: trainingOptions.seed,
} as const;

function temperature(): ReturnType<typeof decimal> {
  return decimal(
    "below 1 the text gets safer, above 1 bolder; 0: always the likeliest",
    0.6,
    "a number from 0",
    (x) => x >= 0,
  );
}
