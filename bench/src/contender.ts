import { Child, type Program } from "./child.ts";
import type { Measured } from "./result.ts";
import type { Spec } from "./spec.ts";

/** What may be asked of a process. */
export interface Limits {
  /** Turns each process takes, after one to warm up. */
  rounds: number;
  /** How long one turn is; a step that takes longer is a turn of its own. */
  turnMs: number;
  /** A process that does not answer for so long is ended. */
  answerSeconds: number;
  /** A process whose steps have taken so long takes no further turns. */
  budgetSeconds: number;
  /** Steps of a workload that is a loop, in the place of its own number. */
  loopSteps?: number;
}

/** A framework's process with a workload, and what was measured of it. */
export interface Contender extends Measured {
  spec: Spec;
  child: Child;
  spentMs: number;
}

/** Starts a framework's process and waits until its workload is ready; if it cannot be, `error` says why. */
export async function contend(
  name: string,
  program: Program,
  spec: Spec,
  limits: Limits,
): Promise<Contender> {
  const child = new Child(program);
  const ready = await child.ask({ spec, backend: program.backend }, limits.answerSeconds);
  const contender: Contender = { name, spec, child, times: [], spentMs: 0, peakRssMb: 0 };
  if ("ready" in ready) contender.version = ready.ready;
  else contender.error = "error" in ready ? ready.error : "it did not get ready";
  return contender;
}
