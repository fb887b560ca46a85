import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { codeAt, type Finding, type Summary } from "./campaign.ts";

/** So long without a next call and the last one hangs. */
const PATIENCE_MS = 30_000;
const HEAP_MB = 2048;
const MOST_CRASHES = 20;

/**
 * A campaign in processes of its own, so that a call that aborts or hangs is one more finding, and the rest goes on.
 *
 * @param program the file that runs calls when its arguments are `--worker seed from to file`
 */
export async function supervise(
  program: string,
  seed: number,
  from: number,
  to: number,
  found: (finding: Finding | Crash) => void,
): Promise<Summary> {
  const summary = { answers: 0, refusals: 0, unmade: 0, silent: [] as readonly string[] };
  const add = (line: Finding | Summary): void => {
    if ("kind" in line) return found(line);
    summary.answers += line.answers;
    summary.refusals += line.refusals;
    summary.unmade += line.unmade;
    summary.silent = line.silent;
  };
  const folder = mkdtempSync(join(tmpdir(), "rewind-fuzz-"));
  try {
    for (let crashes = 0; from < to && crashes < MOST_CRASHES; crashes++) {
      const file = join(folder, `at-${from}`);
      const end = await run(program, [seed, from, to].map(String), file, add);
      if (end === null) return summary;
      const place = placeIn(file) ?? from;
      found({ ...end, target: "", place, code: codeAt(seed, place) });
      from = place + 1;
    }
    if (from < to) found({ kind: "abort", target: "", place: from, detail: "too many to go on", code: "" });
    return summary;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A call that took the process with it. */
export interface Crash extends Omit<Finding, "kind"> {
  readonly kind: "abort" | "hang";
}

function run(
  program: string,
  range: readonly string[],
  file: string,
  tell: (line: Finding | Summary) => void,
): Promise<Pick<Crash, "kind" | "detail"> | null> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, program, "--worker", ...range, file],
      {
        // Pictures are written where they are told to, relative names too.
        cwd: dirname(file),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    createInterface({ input: child.stdout }).on("line", (line) =>
      tell(JSON.parse(line) as Finding | Summary),
    );
    let complaint = "";
    child.stderr.on("data", (text: Buffer) => (complaint = (complaint + String(text)).slice(-2000)));
    let last: number | null = null;
    let hangs = false;
    const clock = setInterval(() => {
      const place = placeIn(file);
      if (place === last) {
        hangs = true;
        child.kill("SIGKILL");
      }
      last = place;
    }, PATIENCE_MS);
    child.on("close", (code) => {
      clearInterval(clock);
      resolve(code === 0 ? null : { kind: hangs ? "hang" : "abort", detail: firstError(complaint) });
    });
  });
}

/** What a process said before it died. */
function firstError(text: string): string {
  return (/^.*(?:Error|FATAL).*$/m.exec(text)?.[0] ?? "").slice(0, 200);
}

function placeIn(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
