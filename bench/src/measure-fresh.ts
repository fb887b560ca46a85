import type { Workload } from "./catalogue.ts";
import type { Program } from "./child.ts";
import { contend, type Contender, type Limits } from "./contender.ts";
import { summarize, type Failure, type Measured, type Result } from "./result.ts";

/** Times the first step of a fresh process in every round, from the end of Node's own start. */
export async function measureFresh(
  name: string,
  { spec }: Workload,
  programs: Readonly<Record<string, Program>>,
  limits: Limits,
): Promise<(Result | Failure)[]> {
  const all = Object.entries(programs).map(([key, program]) => ({
    program,
    measured: { name: key, times: [], peakRssMb: 0 } as Measured,
  }));
  for (let round = 0; round < limits.rounds; round++) {
    for (const { program, measured } of all) {
      const contender = await contend(measured.name, program, spec, limits);
      try {
        await firstStep(contender, measured, limits);
      } finally {
        contender.child.end();
      }
    }
  }
  return all.map(({ measured }) => summarize(name, spec, measured));
}

async function firstStep(contender: Contender, measured: Measured, limits: Limits): Promise<void> {
  if (contender.error !== undefined) {
    measured.error = contender.error;
    return;
  }
  measured.version = contender.version;
  const answer = await contender.child.ask({ steps: 1, milliseconds: 0 }, limits.answerSeconds);
  if ("error" in answer) measured.error = answer.error;
  if (!("sinceStartMs" in answer)) return;
  measured.times.push(answer.sinceStartMs);
  measured.first ??= { ms: answer.sinceStartMs, losses: answer.losses };
  measured.peakRssMb = Math.max(measured.peakRssMb, answer.peakRssMb);
}
