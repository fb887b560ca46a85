import { catalogue, type Workload } from "./catalogue.ts";
import type { Program } from "./child.ts";
import { contend, type Contender, type Limits } from "./contender.ts";
import { measureFresh } from "./measure-fresh.ts";
import { measureLoop } from "./measure-loop.ts";
import { round, summarize, type Failure, type Result } from "./result.ts";

/** Runs a workload in all programs at once, one turn each in every round, so that all see the same machine. */
export async function measure(
  name: string,
  workload: Workload,
  programs: Readonly<Record<string, Program>>,
  limits: Limits,
): Promise<(Result | Failure)[]> {
  const { spec, fresh, loop, against } = workload;
  if (fresh) return measureFresh(name, workload, programs, limits);
  if (loop !== undefined) return measureLoop(name, spec, limits.loopSteps ?? loop, programs, limits);
  const specs = against === undefined ? [spec] : [spec, catalogue[against].spec];
  const contenders: Contender[] = [];
  try {
    // One after the other: a process that loads would disturb another's first step.
    for (const one of specs) {
      for (const [key, program] of Object.entries(programs)) {
        const contender = await contend(key, program, one, limits);
        contenders.push(contender);
        if (contender.error === undefined) await turn(contender, -1, limits);
      }
    }
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
  const rivals = results.splice(Object.keys(programs).length);
  return results.map((result, i) => {
    const rival = rivals.at(i);
    if (rival === undefined || "error" in rival || "error" in result) return result;
    return { ...result, ratio: round(result.median_ms / rival.median_ms) };
  });
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

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
