import { catalogue, type Workload } from "./catalogue.ts";
import { Child, type Program } from "./child.ts";
import { round, summarize, type Failure, type Measured, type Result } from "./result.ts";
import type { Spec } from "./spec.ts";

export interface Limits {
  /** Turns each process takes, after one to warm up. */
  rounds: number;
  /** How long one turn is; a step that takes longer is a turn of its own. */
  turnMs: number;
  /** A process that does not answer for so long is ended. */
  answerSeconds: number;
  /** A process whose steps have taken so long takes no further turns. */
  budgetSeconds: number;
}

interface Contender extends Measured {
  program: Program;
  spec: Spec;
  child: Child;
  spentMs: number;
}

/** Runs a workload in all programs at once, one turn each in every round, so that all see the same machine. */
export async function measure(
  name: string,
  workload: Workload,
  programs: Readonly<Record<string, Program>>,
  limits: Limits,
): Promise<(Result | Failure)[]> {
  if (workload.fresh) return measureFresh(name, workload, programs, limits);
  const contenders = Object.entries(programs).map(([key, program]) => contend(key, program, workload.spec));
  if (workload.against !== undefined) {
    contenders.push(contend("built-in", programs.Rewind, catalogue[workload.against].spec));
  }
  try {
    for (const contender of contenders) await begin(contender, limits);
    // The first round warms up; it counts only for those too slow for another.
    for (let round = 0; round <= limits.rounds; round++) {
      for (const contender of contenders) {
        const slow = contender.spentMs > limits.budgetSeconds * 1000;
        if (contender.error === undefined && !slow) await turn(contender, round, limits);
      }
    }
  } finally {
    for (const { child } of contenders) child.end();
  }
  const results = contenders.map((contender) => summarize(name, contender.spec, contender));
  if (workload.against === undefined) return results;
  const [own, builtIn] = results;
  return "error" in own || "error" in builtIn
    ? [own]
    : [{ ...own, ratio: round(own.median_ms / builtIn.median_ms) }];
}

function contend(name: string, program: Program, spec: Spec): Contender {
  return { name, program, spec, child: new Child(program), times: [], spentMs: 0, peakRssMb: 0 };
}

async function begin(contender: Contender, limits: Limits): Promise<void> {
  const { child, spec, program } = contender;
  const ready = await child.ask({ spec, backend: program.backend }, limits.answerSeconds);
  if (!("ready" in ready)) {
    contender.error = "error" in ready ? ready.error : "it did not get ready";
    return;
  }
  contender.version = ready.ready;
  await turn(contender, -1, limits);
}

async function turn(contender: Contender, round: number, limits: Limits): Promise<void> {
  const start = round < 0;
  const request = { steps: start ? 1 : 10_000, milliseconds: start ? 0 : limits.turnMs };
  const answer = await contender.child.ask(request, limits.answerSeconds);
  if ("error" in answer) {
    // What was measured before it was too slow stands.
    if (contender.times.length === 0) contender.error = answer.error;
    else contender.spentMs = Number.POSITIVE_INFINITY;
  }
  if (!("times" in answer)) return;
  // Compilation, which is in the first step, must not use up the turns of what it speeds up.
  if (!start) contender.spentMs += total(answer.times);
  contender.peakRssMb = answer.peakRssMb;
  if (start || contender.first === undefined) {
    contender.first = { ms: answer.times[0], losses: answer.losses };
    contender.times = answer.times;
  } else {
    if (contender.first.losses.length < 3) {
      contender.first.losses = [...contender.first.losses, ...answer.losses].slice(0, 3);
    }
    contender.times = round <= 1 ? answer.times : contender.times.concat(answer.times);
  }
}

async function measureFresh(
  name: string,
  { spec }: Workload,
  programs: Readonly<Record<string, Program>>,
  limits: Limits,
): Promise<(Result | Failure)[]> {
  const all = Object.entries(programs).map(([key, program]) => ({
    key,
    program,
    times: [] as number[],
    losses: [] as number[],
    peakRssMb: 0,
    error: undefined as string | undefined,
  }));
  for (let round = 0; round < limits.rounds; round++) {
    for (const one of all) {
      const child = new Child(one.program);
      const ready = await child.ask({ spec, backend: one.program.backend }, limits.answerSeconds);
      const answer =
        "error" in ready ? ready : await child.ask({ steps: 1, milliseconds: 0 }, limits.answerSeconds);
      child.end();
      if ("times" in answer) {
        one.times.push(answer.sinceStartMs);
        one.losses = answer.losses;
        one.peakRssMb = answer.peakRssMb;
      } else if ("error" in answer) one.error = answer.error;
    }
  }
  return all.map(({ key, times, losses, peakRssMb, error }) =>
    summarize(name, spec, {
      name: key,
      times,
      first: times.length === 0 ? undefined : { ms: times[0], losses },
      peakRssMb,
      error,
    }),
  );
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
