import type { Program } from "./child.ts";
import { contend, type Contender, type Limits } from "./contender.ts";
import { summarize, type Failure, type Result } from "./result.ts";
import type { Spec } from "./spec.ts";

/** No step of a loop takes longer; what does is ended. */
const STEP_SECONDS = 0.02;

/** Takes many steps in one synchronous loop, in one process after the other, and follows the memory. */
export async function measureLoop(
  name: string,
  spec: Spec,
  steps: number,
  programs: Readonly<Record<string, Program>>,
  limits: Limits,
): Promise<(Result | Failure)[]> {
  const results: (Result | Failure)[] = [];
  for (const [key, program] of Object.entries(programs)) {
    const contender = await contend(key, program, spec, limits);
    try {
      if (contender.error === undefined) await loop(contender, steps, limits);
    } finally {
      contender.child.end();
    }
    const result = summarize(name, spec, contender);
    results.push("error" in result ? result : { ...result, steps });
  }
  return results;
}

async function loop(contender: Contender, steps: number, limits: Limits): Promise<void> {
  const answer = await contender.child.ask({ loop: steps }, limits.answerSeconds + steps * STEP_SECONDS);
  if ("error" in answer) contender.error = answer.error;
  if (!("rssMb" in answer)) return;
  contender.times = answer.times;
  contender.rssMb = answer.rssMb;
  contender.peakRssMb = answer.peakRssMb;
  contender.first = { ms: answer.firstMs, losses: answer.losses };
}
