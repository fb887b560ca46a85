import { call } from "../call.ts";
import { findFunction, findOptim } from "../exports.ts";
import type { FindKind, Kind, Kinds } from "../kind.ts";
import { attention } from "./attention.ts";
import { checkpoints } from "./checkpoints.ts";
import { form } from "./forms.ts";
import { functions } from "./functions.ts";
import { graph } from "./graph.ts";
import { layers } from "./layers.ts";
import { optim, trainingRun } from "./optim.ts";
import { rnn } from "./rnn.ts";
import { scheduleRun } from "./schedulers.ts";
import { tbptt } from "./tbptt.ts";
import { transformer } from "./transformer.ts";

/** Kinds that have a line: everything whose name alone does not say what to call. */
const KINDS: Kinds = {
  ...functions,
  ...layers,
  ...graph,
  ...rnn,
  ...tbptt,
  ...attention,
  ...transformer,
  ...checkpoints,
  ...optim,
  "sched.Together": scheduleRun("Together"),
};

/**
 * What computes a kind: its line, else the export that has its name, else what computes the kind of which it is a variant
 * (`gru.unbatched` of `gru`).
 */
export const findKind: FindKind = (kind) => {
  if (Object.hasOwn(KINDS, kind)) return KINDS[kind];
  return byName(kind) ?? (kind.includes(".") ? findKind(kind.slice(0, kind.lastIndexOf("."))) : null);
};

function byName(kind: string): Kind | null {
  const [, group, name] = /^(optim|sched)\.(\w+)/.exec(kind) ?? [];
  if (kind.startsWith("form.")) return form(kind.slice(5));
  if (group !== undefined) {
    if (findOptim(name) === null) return null;
    return group === "optim" ? trainingRun : scheduleRun(name);
  }
  return findFunction(kind) === null ? null : call(kind);
}
