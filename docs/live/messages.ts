import type { CellName, Settings, Tuning } from "./settings.ts";
import type { Flow, Update } from "./trainer.ts";

/** What the page asks of the worker. */
export type Request =
  | { readonly type: "start"; readonly text: string; readonly settings: Settings; readonly seed: number }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "tune"; readonly tuning: Tuning };

/** A net that begins to learn. */
export interface NetInfo {
  readonly cell: CellName;
  readonly parameters: number;
}

/** What one of the nets has done since the last report, and where it stands. */
export interface Progress {
  readonly updates: readonly Update[];
  readonly flow: Flow;
  readonly sample: string;
  /** Share of the last answers that were right; null where no questions are asked. */
  readonly recalled: number | null;
}

/** What the worker tells the page; nets are listed in one order, and are all at the same update. */
export type Report =
  | {
      readonly type: "ready";
      readonly nets: readonly NetInfo[];
      /** Number of characters from which the next one is chosen. */
      readonly choices: number;
      readonly backend: string;
    }
  | { readonly type: "progress"; readonly nets: readonly Progress[] }
  | { readonly type: "failed"; readonly message: string };
