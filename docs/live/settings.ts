/** The recurrent cells that can be trained. */
export type CellName = "rnn" | "gru" | "lstm";

/** What the reader chooses. */
export interface Settings {
  /** A text to predict, or letters to recall after a while. */
  readonly task: "text" | "recall";
  /** Steps between a letter and its recall. */
  readonly distance: number;
  /** One cell, or the three of them in step. */
  readonly cell: CellName | "all";
  readonly hidden: number;
  /** What the LSTM's forget gates start at: 0 is half shut, 3 nearly open. */
  readonly forgetBias: number;
  /** Characters read between two updates. */
  readonly k1: number;
  /** Characters of history that an update reaches back through. */
  readonly k2: number;
  readonly optimizer: "adam" | "sgd";
  /** Largest norm of all gradients together. */
  readonly clip: number;
  readonly lr: number;
}

/** Settings that take effect while a net learns; the others need a new net. */
export type Tuning = Pick<Settings, "clip" | "lr">;

export const defaults: Settings = {
  task: "text",
  distance: 12,
  cell: "gru",
  hidden: 48,
  forgetBias: 1,
  k1: 8,
  k2: 24,
  optimizer: "adam",
  clip: 1,
  lr: 0.005,
};

/** The cells that settings ask for. */
export function cellsOf({ cell }: Settings): readonly CellName[] {
  return cell === "all" ? ["rnn", "gru", "lstm"] : [cell];
}

/** Bounds of the numbers, for the page's inputs and for the trainer's checks alike. */
export const bounds = {
  distance: { min: 2, max: 100, whole: true },
  hidden: { min: 4, max: 256, whole: true },
  forgetBias: { min: -10, max: 10, whole: false },
  k1: { min: 1, max: 64, whole: true },
  k2: { min: 1, max: 128, whole: true },
  clip: { min: 0.01, max: 1000, whole: false },
  lr: { min: 0.0001, max: 1, whole: false },
} as const;

const names = {
  distance: "Distance",
  hidden: "Hidden size",
  forgetBias: "Forget bias",
  k1: "k1",
  k2: "k2",
  clip: "Clipping norm",
  lr: "Learning rate",
} as const;

/** Says what is wrong with settings a reader has typed, or null. */
export function problemWith(settings: Settings): string | null {
  for (const key of Object.keys(bounds) as (keyof typeof bounds)[]) {
    const { min, max, whole } = bounds[key];
    const value = settings[key];
    const fits =
      Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value));
    if (!fits) return `${names[key]} must be a ${whole ? "whole " : ""}number from ${min} to ${max}.`;
  }
  return null;
}
