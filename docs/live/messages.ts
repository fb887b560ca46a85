import type { Settings, Tuning } from "./settings.ts";
import type { Flow, Update } from "./trainer.ts";

/** What the page asks of the worker. */
export type Request =
  | { readonly type: "start"; readonly text: string; readonly settings: Settings; readonly seed: number }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "tune"; readonly tuning: Tuning };

/** What the worker tells the page. */
export type Report =
  | {
      readonly type: "ready";
      readonly parameters: number;
      readonly characters: number;
      readonly backend: string;
    }
  | { readonly type: "progress"; readonly updates: Update[]; readonly flow: Flow; readonly sample: string }
  | { readonly type: "failed"; readonly message: string };
