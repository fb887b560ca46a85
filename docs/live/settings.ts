/** The recurrent cells that can be chosen. */
export type CellName = "rnn" | "gru" | "lstm";

/** What the reader chooses. */
export interface Settings {
  readonly cell: CellName;
  readonly hidden: number;
  /** Characters read between two updates. */
  readonly k1: number;
  /** Characters of history that an update reaches back through. */
  readonly k2: number;
  /** Largest norm of all gradients together. */
  readonly clip: number;
  readonly lr: number;
}

/** Settings that take effect while a net learns; the others need a new net. */
export type Tuning = Pick<Settings, "clip" | "lr">;

export const defaults: Settings = { cell: "gru", hidden: 48, k1: 8, k2: 24, clip: 1, lr: 0.005 };

/** Bounds of the numbers, for the page's inputs and for the trainer's checks alike. */
export const bounds = {
  hidden: { min: 4, max: 256, whole: true },
  k1: { min: 1, max: 64, whole: true },
  k2: { min: 1, max: 128, whole: true },
  clip: { min: 0.01, max: 1000, whole: false },
  lr: { min: 0.0001, max: 1, whole: false },
} as const;

const names = {
  hidden: "Hidden size",
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
