import { draw } from "./draw.ts";
import { codeOf, runCall } from "./run-call.ts";
import { shrink } from "./shrink.ts";
import { allNames, allTargets } from "./targets.ts";
import { newTally, type Failure, type Tally } from "./verdict.ts";

export interface Finding extends Failure {
  readonly target: string;
  readonly place: number;
  /** The shrunken call. */
  readonly code: string;
}

/** How the calls of a campaign ended, and which functions never gave a result. */
export interface Summary extends Omit<Tally, "answered"> {
  readonly silent: readonly string[];
}

/** Calls `from` to `to` of a campaign. `at` is told of each before it is made. */
export async function campaign(
  seed: number,
  from: number,
  to: number,
  at: (place: number) => void,
  found: (finding: Finding) => void,
): Promise<Summary> {
  const targets = allTargets();
  const names = allNames(targets);
  const seen = new Set<string>();
  const tally = newTally();
  for (let place = from; place < to; place++) {
    at(place);
    const drawn = draw(targets, seed, place);
    const failure = await runCall(drawn, names, tally);
    if (failure === null) continue;
    const key = keyOf(drawn.target.name, failure);
    if (seen.has(key)) continue;
    seen.add(key);
    const fails = async (candidate: typeof drawn): Promise<boolean> => {
      const other = await runCall(candidate, names, newTally());
      return other !== null && keyOf(candidate.target.name, other) === key;
    };
    const least = failure.kind === "slow" ? drawn : await shrink(drawn, fails);
    found({ ...failure, target: drawn.target.name, place, code: codeOf(least) });
  }
  const { answers, refusals, unmade, answered } = tally;
  const silent = [...new Set(targets.map(({ name }) => name))].filter((name) => !answered.has(name));
  return { answers, refusals, unmade, silent };
}

/** Failures alike: of one function, in one way. */
function keyOf(target: string, { kind, detail }: Failure): string {
  return `${target} ${kind} ${detail.replace(/[-\d.]+/g, "").slice(0, 60)}`;
}

/** The code of one call of a campaign. */
export function codeAt(seed: number, place: number): string {
  return codeOf(draw(allTargets(), seed, place));
}
