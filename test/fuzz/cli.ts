import { openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { campaign, codeAt, type Finding } from "./campaign.ts";
import { refuseLargeArrays } from "./small-memory.ts";
import { supervise, type Crash } from "./supervise.ts";

const HELP = `npm run fuzz -- [options]

Calls everything the packages export with arguments as wrong as can be. Each call must give a valid result or throw a typed
error that begins with a name, leave its arguments and all global state alone, and end soon. Exits with 1 if one does not.

  --calls <n>   how many calls (default 100000)
  --seed <n>    which ones (default 1): the same seed makes the same calls
  --at <n>      only the call at this place of the campaign
  --most <n>    report at most so many findings (default 40)
  --silent      list the functions that never gave a result
  --help        this text`;

if (process.argv[2] === "--worker") await work(process.argv.slice(3));
else process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      at: { type: "string" },
      most: { type: "string", default: "40" },
      silent: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [seed, most] = [Number(values.seed), Number(values.most)];
  const from = Number(values.at ?? 0);
  const to = values.at === undefined ? Number(values.calls) : from + 1;
  if (values.at !== undefined) console.log(codeAt(seed, from));
  let count = 0;
  const started = Date.now();
  const { answers, refusals, unmade, silent } = await supervise(
    process.argv[1],
    seed,
    from,
    to,
    (finding) => {
      if (++count <= most) console.log(describe(finding));
    },
  );
  if (values.silent) console.log(`never gave a result: ${silent.join(", ")}`);
  console.log(
    `${to - from} calls, seed ${seed}, ${((Date.now() - started) / 1000).toFixed(0)} s: ${answers} answered, ${refusals} refused, ${unmade} without arguments; ${count === 0 ? "nothing found" : `${count} found`}`,
  );
  return count === 0 ? 0 : 1;
}

function describe({ kind, detail, code, place }: Finding | Crash): string {
  return `${kind} at ${place}: ${code}${detail === "" ? "" : `\n    ${detail}`}`;
}

/** A part of a campaign; writes where it is to a file, and findings to the standard output as lines of JSON. */
async function work([seed, from, to, file]: readonly string[]): Promise<void> {
  refuseLargeArrays();
  const note = openSync(file, "w");
  const summary = await campaign(
    Number(seed),
    Number(from),
    Number(to),
    (place) => writeSync(note, String(place).padEnd(12), 0),
    (finding) => writeSync(1, `${JSON.stringify(finding)}\n`),
  );
  writeSync(1, `${JSON.stringify(summary)}\n`);
}
